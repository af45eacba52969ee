/**
 * EFLAGS. The arithmetic flags are kept as the words they follow from, and worked out when asked
 * for: ZF is set while `zero` is 0; SF is bit 31 of `sign` and PF the parity of its low byte; of
 * `carries`, CF is bit 31, OF bit 31 xor bit 30, AF bit 3.
 *
 * An addition or subtraction sets all three from its result and its carries out of every bit, moved
 * up so that the operand's topmost bit is bit 31 (AF's bit stays).
 *
 * Source: SDM vol. 1, 3.4.3.
 */
import type { Cpu } from './cpu';

export const Eflags = {
  CF: 0x0001,
  PF: 0x0004,
  AF: 0x0010,
  ZF: 0x0040,
  SF: 0x0080,
  TF: 0x0100,
  IF: 0x0200,
  DF: 0x0400,
  OF: 0x0800,
  IOPL: 0x3000,
  NT: 0x4000,
  AC: 0x4_0000,
  ID: 0x20_0000,
} as const;

/** Bit 1 always reads as one. */
const ALWAYS_ONE = 0x0002;
/** What is kept as it was written, outside the arithmetic flags and DF. */
const KEPT = Eflags.TF | Eflags.IF | Eflags.IOPL | Eflags.NT | Eflags.AC | Eflags.ID;

/** Returns 1 if the low byte of `value` has an even number of ones. */
function evenParity(value: number): number {
  let bits = value & 0xff;
  bits ^= bits >> 4;
  // 0x6996 has a one at each number of four bits with an odd count of ones.
  return ~(0x6996 >> (bits & 15)) & 1;
}

export function carryFlag(cpu: Cpu): number {
  return cpu.carries >>> 31;
}

function overflowFlag(cpu: Cpu): number {
  return ((cpu.carries >>> 31) ^ (cpu.carries >>> 30)) & 1;
}

export function auxiliaryFlag(cpu: Cpu): number {
  return (cpu.carries >>> 3) & 1;
}

/** Sets CF and OF, and leaves the other flags as they are. */
export function setCarryOverflow(cpu: Cpu, carry: number, overflow: number): void {
  cpu.carries = (carry << 31) | ((carry ^ overflow) << 30) | (cpu.carries & 8);
}

/** Sets CF and leaves the other flags as they are. */
export function setCarry(cpu: Cpu, carry: number): void {
  setCarryOverflow(cpu, carry, overflowFlag(cpu));
}

/** Sets ZF and leaves the other flags as they are. */
export function setZero(cpu: Cpu, isZero: boolean): void {
  cpu.zero = isZero ? 0 : 1;
}

/** Sets SF, ZF and PF from a result, sign-extended to 32 bits. */
export function setResult(cpu: Cpu, value: number): void {
  cpu.zero = value;
  cpu.sign = value;
}

export function getEflags(cpu: Cpu): number {
  return (
    ALWAYS_ONE |
    cpu.systemFlags |
    carryFlag(cpu) |
    (evenParity(cpu.sign) << 2) |
    (auxiliaryFlag(cpu) << 4) |
    (cpu.zero === 0 ? Eflags.ZF : 0) |
    ((cpu.sign >>> 31) << 7) |
    (cpu.direction < 0 ? Eflags.DF : 0) |
    (overflowFlag(cpu) << 11)
  );
}

/** Sets the flags of LAHF and SAHF: SF, ZF, AF, PF and CF. */
export function setLowFlags(cpu: Cpu, value: number): void {
  const carry = value & 1;
  const auxiliary = (value & Eflags.AF) >> 1;
  cpu.carries = (carry << 31) | ((carry ^ overflowFlag(cpu)) << 30) | auxiliary;
  cpu.zero = (value & Eflags.ZF) === 0 ? 1 : 0;
  // The low byte gives PF: none of its bits is even parity, one of them odd.
  cpu.sign = ((value & Eflags.SF) << 24) | ((value & Eflags.PF) === 0 ? 1 : 0);
}

export function setEflags(cpu: Cpu, value: number): void {
  setLowFlags(cpu, value);
  setCarryOverflow(cpu, value & 1, (value & Eflags.OF) === 0 ? 0 : 1);
  cpu.direction = (value & Eflags.DF) === 0 ? 1 : -1;
  cpu.systemFlags = value & KEPT;
}

/** Says whether the condition with the number of SDM vol. 1, appendix B, holds. */
export function isConditionMet(cpu: Cpu, condition: number): boolean {
  let isMet: boolean;
  switch (condition >> 1) {
    case 0:
      isMet = overflowFlag(cpu) !== 0;
      break;
    case 1:
      isMet = cpu.carries < 0;
      break;
    case 2:
      isMet = cpu.zero === 0;
      break;
    case 3:
      isMet = cpu.carries < 0 || cpu.zero === 0;
      break;
    case 4:
      isMet = cpu.sign < 0;
      break;
    case 5:
      isMet = evenParity(cpu.sign) !== 0;
      break;
    case 6:
      isMet = cpu.sign >>> 31 !== overflowFlag(cpu);
      break;
    default:
      isMet = cpu.zero === 0 || cpu.sign >>> 31 !== overflowFlag(cpu);
  }
  return isMet === ((condition & 1) === 0);
}
