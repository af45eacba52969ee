/**
 * Flags as a whole, port input and output, CPUID, RDTSC.
 *
 * Source: SDM vol. 2, the instructions' pages; CPUID leaves 0 and 1 as a Pentium Pro answers them
 * (Intel AP-485, sections 3.1 and 3.2), without what is not modelled: x87, APIC, paging features.
 */
import { port } from '../address';
import { always, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { Eflags, carryFlag, getEflags, setCarry, setEflags, setLowFlags } from './flags';
import { EAX, EBX, ECX, EDX, ESP, registerSlot, type Instruction } from './instruction';
import { pop, push, readRegister, writeRegister } from './operands';

const AH = registerSlot(4, 1);
/** What a POPF of 16 bits leaves as it is. */
const NOT_IN_LOWER_HALF = 0xffff_0000;

/** "GenuineIntel" in EBX, EDX, ECX. */
const VENDOR = [0x756e_6547, 0x4965_6e69, 0x6c65_746e] as const;
/** Family 6, model 1, stepping 9: a Pentium Pro. */
const SIGNATURE = 0x619;
/** TSC, CX8 and CMOV. */
const FEATURES = (1 << 4) | (1 << 8) | (1 << 15);

function pushf(cpu: Cpu, i: Instruction): Instruction {
  push(cpu, i, getEflags(cpu));
  return i.next;
}

function popf(cpu: Cpu, i: Instruction): Instruction {
  const esp = cpu.registers[ESP];
  const value = pop(cpu, i);
  if ((value & Eflags.TF) !== 0) {
    // The single step trap that would follow is not modelled.
    cpu.registers[ESP] = esp;
    return cpu.stopAt(i, {
      kind: 'unmodelled-instruction',
      eip: i.address >>> 0,
      mnemonic: 'popf',
    });
  }
  setEflags(cpu, i.size === 4 ? value : (getEflags(cpu) & NOT_IN_LOWER_HALF) | value);
  if ((cpu.systemFlags & Eflags.IF) !== 0) cpu.boundaryAt(cpu.instructionCount);
  return i.next;
}

function cli(cpu: Cpu, i: Instruction): Instruction {
  cpu.systemFlags &= ~Eflags.IF;
  return i.next;
}

/** Interrupts come in after the instruction behind STI (SDM vol. 2, STI). */
function sti(cpu: Cpu, i: Instruction): Instruction {
  if ((cpu.systemFlags & Eflags.IF) === 0) {
    cpu.systemFlags |= Eflags.IF;
    cpu.boundaryAt(cpu.instructionCount + 1);
  }
  return i.next;
}

function cld(cpu: Cpu, i: Instruction): Instruction {
  cpu.direction = 1;
  return i.next;
}

function std(cpu: Cpu, i: Instruction): Instruction {
  cpu.direction = -1;
  return i.next;
}

function clc(cpu: Cpu, i: Instruction): Instruction {
  setCarry(cpu, 0);
  return i.next;
}

function stc(cpu: Cpu, i: Instruction): Instruction {
  setCarry(cpu, 1);
  return i.next;
}

function cmc(cpu: Cpu, i: Instruction): Instruction {
  setCarry(cpu, carryFlag(cpu) ^ 1);
  return i.next;
}

function lahf(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers8[AH] = getEflags(cpu);
  return i.next;
}

function sahf(cpu: Cpu, i: Instruction): Instruction {
  setLowFlags(cpu, cpu.registers8[AH]);
  return i.next;
}

/** The port number: an immediate byte or DX. */
function portOf(cpu: Cpu, i: Instruction) {
  return port(cpu.registers16[i.source] + i.immediate);
}

function input(cpu: Cpu, i: Instruction): Instruction {
  writeRegister(cpu, i, EAX, cpu.io.readPort(portOf(cpu, i), i.size));
  return i.next;
}

function output(cpu: Cpu, i: Instruction): Instruction {
  cpu.io.writePort(portOf(cpu, i), i.size, readRegister(cpu, i, EAX) >>> 0);
  return i.next;
}

/** A leaf beyond the last answers as the last does (SDM vol. 2, CPUID). */
function cpuid(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const isVendor = registers[EAX] === 0;
  registers[EAX] = isVendor ? 1 : SIGNATURE;
  registers[EBX] = isVendor ? VENDOR[0] : 0;
  registers[EDX] = isVendor ? VENDOR[1] : FEATURES;
  registers[ECX] = isVendor ? VENDOR[2] : 0;
  return i.next;
}

function rdtsc(cpu: Cpu, i: Instruction): Instruction {
  const cycles = cpu.timeStampCounter();
  cpu.registers[EAX] = cycles % 0x1_0000_0000;
  cpu.registers[EDX] = Math.floor(cycles / 0x1_0000_0000);
  return i.next;
}

export const systemBindings: Bindings = {
  pushf: always(pushf),
  popf: always(popf),
  cli: always(cli),
  sti: always(sti),
  cld: always(cld),
  std: always(std),
  clc: always(clc),
  stc: always(stc),
  cmc: always(cmc),
  lahf: always(lahf),
  sahf: always(sahf),
  in: always(input),
  out: always(output),
  cpuid: always(cpuid),
  rdtsc: always(rdtsc),
};
