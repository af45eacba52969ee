/**
 * One call of machine code by the host: putting the arguments where they belong, and judging how
 * the function left the registers.
 *
 * Source: the x86 calling conventions of Microsoft's compilers ("Calling Conventions", "x86
 * Registers preserved"): EBX, ESI, EDI and EBP are the caller's, and the direction flag is clear at
 * both ends.
 */
import { virtual, type VirtualAddress } from '../address';
import type { Cpu } from './cpu';
import { Eflags } from './flags';
import { EAX, EBP, EBX, ECX, EDI, EDX, ESI, ESP } from './instruction';
import { push32 } from './operands';
import type { BrokenConvention, Stop } from './stops';

export interface CallOptions {
  /** Who takes the arguments off the stack, and whether the first two go in ECX and EDX. */
  readonly convention?: 'stdcall' | 'cdecl' | 'fastcall';
  /** Instructions the call may take, those of calls nested in it included. */
  readonly budget?: number;
  /**
   * The call comes between two instructions: IF is clear in it, all registers and flags come back.
   */
  readonly asInterrupt?: boolean;
}

/** Registers, flags and EIP, to be put back later. */
export interface CpuState {
  readonly registers: Int32Array;
  readonly eflags: number;
  readonly eip: number;
}

/** A call under way. */
export interface Frame {
  readonly before: CpuState;
  /** ESP when it has returned. */
  readonly espAfter: number;
  readonly asInterrupt: boolean;
}

/** Passes the arguments and the address to return to. */
export function enterFrame(
  cpu: Cpu,
  returnAddress: VirtualAddress,
  args: readonly number[],
  { convention = 'stdcall', asInterrupt = false }: CallOptions,
): Frame {
  const { registers } = cpu;
  const before = cpu.saveState();
  const inRegisters = convention === 'fastcall' ? 2 : 0;
  if (inRegisters > 0) {
    registers[ECX] = args[0] ?? 0;
    registers[EDX] = args[1] ?? 0;
  }
  for (let index = args.length - 1; index >= inRegisters; index--) push32(cpu, args[index]);
  const espAfter = convention === 'cdecl' ? registers[ESP] : before.registers[ESP];
  push32(cpu, returnAddress);
  cpu.direction = 1;
  if (asInterrupt) cpu.systemFlags &= ~Eflags.IF;
  return { before, espAfter, asInterrupt };
}

/** Judges and tidies up behind a function that returned. */
export function leaveFrame(cpu: Cpu, { before, espAfter, asInterrupt }: Frame): Stop {
  const { registers } = cpu;
  const broken: BrokenConvention[] = [];
  const check = (register: BrokenConvention['register'], slot: number, expected: number) => {
    const actual = registers[slot];
    if (actual !== expected)
      broken.push({ register, expected: expected >>> 0, actual: actual >>> 0 });
    registers[slot] = expected;
  };
  const value = registers[EAX] >>> 0;
  check('esp', ESP, espAfter);
  check('ebx', EBX, before.registers[EBX]);
  check('esi', ESI, before.registers[ESI]);
  check('edi', EDI, before.registers[EDI]);
  check('ebp', EBP, before.registers[EBP]);
  if (cpu.direction < 0) broken.push({ register: 'df', expected: 0, actual: 1 });
  cpu.direction = 1;
  registers[ESP] = before.registers[ESP];
  if (asInterrupt) cpu.restoreState(before);
  cpu.eip = virtual(before.eip);
  return { kind: 'returned', eip: before.eip, value, broken };
}
