/** A processor with plain memory around it, for tests that run a few bytes of code. */
import { virtual, type PortAddress, type VirtualAddress } from '../../hardware/address';
import { Cpu, type CallOptions, type CpuPorts, type Stop } from '../../hardware/cpu';
import { Memory, Shadow } from '../../hardware/memory';

export const CODE = virtual(0x8001_0000);
export const DATA = virtual(0x8002_0000);
export const STACK_TOP = virtual(0x8004_0000);
const CODE_BYTES = 0x1000;
const DATA_BYTES = 0x1000;
const STACK_BYTES = 0x4000;

export interface Machine {
  readonly memory: Memory;
  readonly cpu: Cpu;
  /** Port accesses, in order. */
  readonly ports: string[];
  /** Puts code at `address`. */
  put(address: VirtualAddress, code: readonly number[]): void;
}

/** Hex text to bytes; blanks do not count. */
export function hex(text: string): number[] {
  return (text.replace(/\s+/g, '').match(/../g) ?? []).map((pair) => parseInt(pair, 16));
}

export function makeMachine(more: Partial<CpuPorts> = {}): Machine {
  const memory = new Memory(0x10_0000, 0x8_0000);
  memory.mark(CODE, CODE_BYTES, Shadow.PLAIN);
  memory.mark(DATA, DATA_BYTES, Shadow.PLAIN);
  memory.mark(virtual(STACK_TOP - STACK_BYTES), STACK_BYTES, Shadow.PLAIN);
  const ports: string[] = [];
  const io = {
    readPort(port: PortAddress, width: number) {
      ports.push(`in${width} ${port.toString(16)}`);
      return 0x8765_4321;
    },
    writePort(port: PortAddress, width: number, value: number) {
      ports.push(`out${width} ${port.toString(16)} ${value.toString(16)}`);
    },
  };
  const cpu = new Cpu({ memory, io, ...more });
  cpu.addCode(CODE, CODE_BYTES);
  cpu.registers[4] = STACK_TOP;
  const put = (address: VirtualAddress, code: readonly number[]) => {
    memory.bytes.set(code, address - 0x8000_0000);
    cpu.codeWritten(address, code.length);
  };
  return { memory, cpu, ports, put };
}

export interface Registers {
  eax?: number;
  ecx?: number;
  edx?: number;
  ebx?: number;
  ebp?: number;
  esi?: number;
  edi?: number;
  eflags?: number;
}

const NUMBERS = { eax: 0, ecx: 1, edx: 2, ebx: 3, ebp: 5, esi: 6, edi: 7 } as const;

/** Runs `code`, which INT3 is put behind, from the given registers, up to its stop. */
export function runCode(
  machine: Machine,
  code: string,
  given: Registers = {},
  options: CallOptions = { budget: 10_000 },
): Stop {
  const { cpu } = machine;
  machine.put(CODE, [...hex(code), 0xcc]);
  for (const [name, number] of Object.entries(NUMBERS))
    cpu.registers[number] = given[name as keyof typeof NUMBERS] ?? 0;
  cpu.eflags = given.eflags ?? 2;
  return cpu.call(CODE, [], options);
}

/** The registers and flags a test asks for, unsigned. */
export function readRegisters(machine: Machine, names: readonly string[]): Registers {
  const { cpu } = machine;
  const entries = names.map((name) => {
    if (name === 'eflags') return [name, cpu.eflags];
    return [name, cpu.registers[NUMBERS[name as keyof typeof NUMBERS]] >>> 0];
  });
  return Object.fromEntries(entries) as Registers;
}
