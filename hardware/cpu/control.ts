/**
 * Jumps, calls, returns, loops, and the instructions that raise an exception on purpose.
 *
 * Source: SDM vol. 2, the instructions' pages. With an operand size of 16 bits, EIP is cut to 16
 * bits.
 */
import { virtual } from '../address';
import { always, type Binder, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { Eflags, getEflags, isConditionMet } from './flags';
import { ECX, ESP, Form, type Instruction } from './instruction';
import { CONDITIONS } from './opcodes';
import {
  effectiveAddress,
  load,
  load16,
  load32,
  push,
  push32,
  readDestination,
  readRegister,
} from './operands';

function jcc(cpu: Cpu, i: Instruction): Instruction {
  return isConditionMet(cpu, i.selector) ? i.target : i.next;
}

function jb(cpu: Cpu, i: Instruction): Instruction {
  return cpu.carries < 0 ? i.target : i.next;
}

function jae(cpu: Cpu, i: Instruction): Instruction {
  return cpu.carries < 0 ? i.next : i.target;
}

function je(cpu: Cpu, i: Instruction): Instruction {
  return cpu.zero === 0 ? i.target : i.next;
}

function jne(cpu: Cpu, i: Instruction): Instruction {
  return cpu.zero === 0 ? i.next : i.target;
}

function jbe(cpu: Cpu, i: Instruction): Instruction {
  return cpu.carries < 0 || cpu.zero === 0 ? i.target : i.next;
}

function ja(cpu: Cpu, i: Instruction): Instruction {
  return cpu.carries < 0 || cpu.zero === 0 ? i.next : i.target;
}

/** SF xor OF in bit 31: OF is bit 31 xor bit 30 of the carries. */
function less(cpu: Cpu): boolean {
  return (cpu.sign ^ cpu.carries ^ (cpu.carries << 1)) < 0;
}

function jl(cpu: Cpu, i: Instruction): Instruction {
  return less(cpu) ? i.target : i.next;
}

function jge(cpu: Cpu, i: Instruction): Instruction {
  return less(cpu) ? i.next : i.target;
}

function jmp(_cpu: Cpu, i: Instruction): Instruction {
  return i.target;
}

function jmpIndirect(cpu: Cpu, i: Instruction): Instruction {
  return cpu.code.at(readDestination(cpu, i));
}

function call(cpu: Cpu, i: Instruction): Instruction {
  push32(cpu, i.next.address);
  return i.target;
}

function callIndirect(cpu: Cpu, i: Instruction): Instruction {
  const target =
    i.form === Form.REGISTER ? cpu.registers[i.destination] : load32(cpu, effectiveAddress(cpu, i));
  push32(cpu, i.next.address);
  return cpu.code.functionAt(target);
}

function call16(cpu: Cpu, i: Instruction): Instruction {
  push(cpu, i, i.next.address);
  return i.target;
}

function callIndirect16(cpu: Cpu, i: Instruction): Instruction {
  const target = readDestination(cpu, i);
  push(cpu, i, i.next.address);
  return cpu.code.at(target);
}

function ret(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const target = load32(cpu, virtual(registers[ESP] >>> 0));
  registers[ESP] += 4 + i.immediate;
  return cpu.code.at(target);
}

function ret16(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const target = load16(cpu, virtual(registers[ESP] >>> 0));
  registers[ESP] += 2 + i.immediate;
  return cpu.code.at(target);
}

/** Counts ECX down, or CX with 16-bit addressing, and says whether it is not zero. */
function countDown(cpu: Cpu, i: Instruction): boolean {
  const { registers } = cpu;
  const count = (registers[ECX] - 1) & i.addressMask;
  registers[ECX] = (registers[ECX] & ~i.addressMask) | count;
  return count !== 0;
}

function loop(cpu: Cpu, i: Instruction): Instruction {
  return countDown(cpu, i) ? i.target : i.next;
}

function loope(cpu: Cpu, i: Instruction): Instruction {
  return countDown(cpu, i) && cpu.zero === 0 ? i.target : i.next;
}

function loopne(cpu: Cpu, i: Instruction): Instruction {
  return countDown(cpu, i) && cpu.zero !== 0 ? i.target : i.next;
}

function jecxz(cpu: Cpu, i: Instruction): Instruction {
  return (cpu.registers[ECX] & i.addressMask) === 0 ? i.target : i.next;
}

function int3(cpu: Cpu, i: Instruction): Instruction {
  return cpu.fault(i, 'breakpoint');
}

function int(cpu: Cpu, i: Instruction): Instruction {
  return cpu.stopAt(i, { kind: 'software-interrupt', eip: i.address >>> 0, vector: i.immediate });
}

function into(cpu: Cpu, i: Instruction): Instruction {
  return (getEflags(cpu) & Eflags.OF) === 0 ? i.next : cpu.fault(i, 'overflow');
}

/** Compares the signed index in a register with the two bounds in memory. */
function bound(cpu: Cpu, i: Instruction): Instruction {
  const shift = 32 - 8 * i.size;
  const address = effectiveAddress(cpu, i);
  const lower = (load(cpu, i, address) << shift) >> shift;
  const upper = (load(cpu, i, virtual((address + i.size) >>> 0)) << shift) >> shift;
  const index = (readRegister(cpu, i, i.destination) << shift) >> shift;
  return index < lower || index > upper ? cpu.fault(i, 'bound-range') : i.next;
}

function ud2(cpu: Cpu, i: Instruction): Instruction {
  return cpu.fault(i, 'undefined-instruction');
}

/** Leaves the run behind the instruction: what wakes the processor is the host's affair. */
function hlt(cpu: Cpu, i: Instruction): Instruction {
  cpu.pend({ kind: 'halt', eip: i.next.address >>> 0 });
  return i.next;
}

const conditional: Record<string, Binder> = {};
for (const condition of CONDITIONS) conditional[`j${condition}`] = always(jcc);

export const controlBindings: Bindings = {
  ...conditional,
  jb: always(jb),
  jae: always(jae),
  je: always(je),
  jne: always(jne),
  jbe: always(jbe),
  ja: always(ja),
  jl: always(jl),
  jge: always(jge),
  jmp: (i) => (i.isRelative ? jmp : jmpIndirect),
  call: (i) => {
    if (i.size === 4) return i.isRelative ? call : callIndirect;
    return i.isRelative ? call16 : callIndirect16;
  },
  ret: (i) => (i.size === 4 ? ret : ret16),
  loop: always(loop),
  loope: always(loope),
  loopne: always(loopne),
  jecxz: always(jecxz),
  int3: always(int3),
  int: always(int),
  into: always(into),
  bound: always(bound),
  ud2: always(ud2),
  hlt: always(hlt),
};
