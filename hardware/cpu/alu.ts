/**
 * Arithmetic and its flags, without operands' whereabouts: each function takes values, sets the
 * flags of `cpu` and returns the result, of which only the operand's bits count.
 *
 * `shift` is 32 minus the operand's bits: 0, 16 or 24. Flags the SDM leaves undefined are what a
 * function happens to set, the same on every run; where processors agree, it is what they do.
 *
 * Source: SDM vol. 2, the instructions' pages, and vol. 1, appendix A (flags by instruction).
 */
import type { Cpu } from './cpu';
import { auxiliaryFlag, carryFlag, setCarryOverflow, setResult } from './flags';

export function add(cpu: Cpu, a: number, b: number, shift: number): number {
  const value = (a + b) | 0;
  const carries = (a & b) | ((a | b) & ~value);
  cpu.carries = (carries << shift) | (carries & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

export function adc(cpu: Cpu, a: number, b: number, shift: number): number {
  const value = (a + b + carryFlag(cpu)) | 0;
  const carries = (a & b) | ((a | b) & ~value);
  cpu.carries = (carries << shift) | (carries & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

export function sub(cpu: Cpu, a: number, b: number, shift: number): number {
  const value = (a - b) | 0;
  const borrows = (~a & b) | ((~a | b) & value);
  cpu.carries = (borrows << shift) | (borrows & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

export function sbb(cpu: Cpu, a: number, b: number, shift: number): number {
  const value = (a - b - carryFlag(cpu)) | 0;
  const borrows = (~a & b) | ((~a | b) & value);
  cpu.carries = (borrows << shift) | (borrows & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

/** Sets the flags of and, or, xor and test, and returns their result. */
export function logic(cpu: Cpu, value: number, shift: number): number {
  cpu.carries = 0;
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

export function inc(cpu: Cpu, a: number, shift: number): number {
  const carry = cpu.carries < 0 ? 1 : 0;
  const value = (a + 1) | 0;
  const carries = a & ~value;
  const moved = carries << shift;
  const overflow = ((moved >>> 31) ^ (moved >>> 30)) & 1;
  cpu.carries = (carry << 31) | ((carry ^ overflow) << 30) | (carries & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

export function dec(cpu: Cpu, a: number, shift: number): number {
  const carry = cpu.carries < 0 ? 1 : 0;
  const value = (a - 1) | 0;
  const borrows = ~a & value;
  const moved = borrows << shift;
  const overflow = ((moved >>> 31) ^ (moved >>> 30)) & 1;
  cpu.carries = (carry << 31) | ((carry ^ overflow) << 30) | (borrows & 8);
  cpu.zero = cpu.sign = (value << shift) >> shift;
  return value;
}

/** The eight operations of opcodes 00-3F and 80-83, in the order of their numbers. */
export const BINARY_OPERATIONS = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'] as const;

/** Does the operation with that number; for `cmp` the result is not to be stored. */
export function binary(cpu: Cpu, operation: number, a: number, b: number, shift: number): number {
  switch (operation) {
    case 0:
      return add(cpu, a, b, shift);
    case 1:
      return logic(cpu, a | b, shift);
    case 2:
      return adc(cpu, a, b, shift);
    case 3:
      return sbb(cpu, a, b, shift);
    case 4:
      return logic(cpu, a & b, shift);
    case 6:
      return logic(cpu, a ^ b, shift);
    default:
      return sub(cpu, a, b, shift);
  }
}

/** The operations of opcodes C0, C1 and D0-D3, by number; 6 is another name of 4. */
export const SHIFT_OPERATIONS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'sal', 'sar'] as const;

/**
 * Shifts or rotates `a` (its bits above the operand are zero) by `count` modulo 32. By zero, no
 * flag changes. OF is defined for a count of one only: for others it is worked out likewise.
 */
export function shiftOrRotate(
  cpu: Cpu,
  operation: number,
  a: number,
  count: number,
  shift: number,
): number {
  const places = count & 31;
  if (places === 0) return a;
  switch (operation) {
    case 0:
      return rol(cpu, a, places, shift);
    case 1:
      return ror(cpu, a, places, shift);
    case 2:
      return rcl(cpu, a, places, shift);
    case 3:
      return rcr(cpu, a, places, shift);
    case 5:
      return shr(cpu, a, places, shift);
    case 7:
      return sar(cpu, a, places, shift);
    default:
      return shl(cpu, a, places, shift);
  }
}

/** Sets the flags of a shift. AF, undefined, is cleared. */
function setShifted(cpu: Cpu, value: number, carry: number, overflow: number, shift: number): void {
  cpu.carries = (carry << 31) | ((carry ^ overflow) << 30);
  setResult(cpu, (value << shift) >> shift);
}

/** `places` from 1 to 31, as in the functions below. */
export function shl(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  const value = a << places;
  const carry = places > bits ? 0 : (a >>> (bits - places)) & 1;
  setShifted(cpu, value, carry, carry ^ ((value >>> (bits - 1)) & 1), shift);
  return value;
}

export function shr(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  const value = a >>> places;
  const overflow = ((value >>> (bits - 1)) ^ (value >>> (bits - 2))) & 1;
  setShifted(cpu, value, (a >>> (places - 1)) & 1, overflow, shift);
  return value | 0;
}

function sar(cpu: Cpu, a: number, places: number, shift: number): number {
  const extended = (a << shift) >> shift;
  const value = extended >> places;
  setShifted(cpu, value, (extended >> (places - 1)) & 1, 0, shift);
  return value;
}

function rol(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  const turns = places & (bits - 1);
  const value = turns === 0 ? a : (a << turns) | (a >>> (bits - turns));
  const carry = value & 1;
  setCarryOverflow(cpu, carry, carry ^ ((value >>> (bits - 1)) & 1));
  return value;
}

function ror(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  const turns = places & (bits - 1);
  const value = turns === 0 ? a : (a >>> turns) | (a << (bits - turns));
  const carry = (value >>> (bits - 1)) & 1;
  setCarryOverflow(cpu, carry, carry ^ ((value >>> (bits - 2)) & 1));
  return value;
}

function rcl(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  let value = a;
  let carry = carryFlag(cpu);
  // At most 31 turns: through CF the period is 9, 17 or 33.
  for (let turn = places % (bits + 1); turn > 0; turn--) {
    const out = (value >>> (bits - 1)) & 1;
    value = (value << 1) | carry;
    carry = out;
  }
  setCarryOverflow(cpu, carry, carry ^ ((value >>> (bits - 1)) & 1));
  return value;
}

function rcr(cpu: Cpu, a: number, places: number, shift: number): number {
  const bits = 32 - shift;
  let value = a;
  let carry = carryFlag(cpu);
  for (let turn = places % (bits + 1); turn > 0; turn--) {
    const out = value & 1;
    value = (value >>> 1) | (carry << (bits - 1));
    carry = out;
  }
  setCarryOverflow(cpu, carry, ((value >>> (bits - 1)) ^ (value >>> (bits - 2))) & 1);
  return value;
}

/**
 * Shifts `a` left, filling from the top of `b`. A 16-bit operand by more than 16 is undefined, and
 * processors differ; here what comes in behind `b` is `a` again.
 */
export function shld(cpu: Cpu, a: number, b: number, count: number, shift: number): number {
  const places = count & 31;
  if (places === 0) return a;
  const bits = 32 - shift;
  let value: number;
  let carry: number;
  if (bits === 32) {
    value = (a << places) | (b >>> (32 - places));
    carry = (a >>> (32 - places)) & 1;
  } else {
    const pair = (a << 16) | b;
    value = places <= 16 ? (pair << places) >>> 16 : (b << (places - 16)) | (a >>> (32 - places));
    carry = places <= 16 ? (a >>> (16 - places)) & 1 : (b >>> (32 - places)) & 1;
  }
  setShifted(cpu, value, carry, ((value ^ a) >>> (bits - 1)) & 1, shift);
  return value;
}

/** Shifts `a` right, filling from the bottom of `b`; see {@link shld}. */
export function shrd(cpu: Cpu, a: number, b: number, count: number, shift: number): number {
  const places = count & 31;
  if (places === 0) return a;
  const bits = 32 - shift;
  let value: number;
  let carry: number;
  if (bits === 32) {
    value = (a >>> places) | (b << (32 - places));
    carry = (a >>> (places - 1)) & 1;
  } else {
    const pair = (b << 16) | a;
    value = places <= 16 ? pair >>> places : (b >>> (places - 16)) | (a << (32 - places));
    carry = (pair >>> (places - 1)) & 1;
  }
  setShifted(cpu, value, carry, ((value ^ a) >>> (bits - 1)) & 1, shift);
  return value;
}

/** The upper 32 bits of the product of two unsigned numbers. */
export function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const cross = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x1_0000) + Math.floor(cross / 0x1_0000)) | 0;
}

/** The upper 32 bits of the product of two signed numbers. */
export function multiplyHighSigned(a: number, b: number): number {
  return (multiplyHigh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
}

/** Sets CF and OF of a multiplication; the other flags, undefined, stay. */
export function setProductOverflow(cpu: Cpu, isTooLong: boolean): void {
  const flag = isTooLong ? 1 : 0;
  setCarryOverflow(cpu, flag, flag);
}

/** Signed product of two operands, cut to their size. */
export function multiply(cpu: Cpu, a: number, b: number, shift: number): number {
  const aSigned = (a << shift) >> shift;
  const bSigned = (b << shift) >> shift;
  const product = Math.imul(aSigned, bSigned);
  const value = (product << shift) >> shift;
  const isTooLong =
    shift === 0 ? multiplyHighSigned(aSigned, bSigned) !== value >> 31 : product !== value;
  setProductOverflow(cpu, isTooLong);
  return value;
}

/** What a division leaves; undefined where the processor raises #DE. */
export interface Quotient {
  readonly quotient: number;
  readonly remainder: number;
}

/** Divides the 64-bit number high:low by `divisor`, all unsigned. */
export function divide(high: number, low: number, divisor: number): Quotient | undefined {
  const by = divisor >>> 0;
  let remainder = high >>> 0;
  // The quotient fits 32 bits exactly if the upper half is less than the divisor.
  if (remainder >= by) return undefined;
  const lowUnsigned = low >>> 0;
  if (remainder === 0) {
    const quotient = Math.floor(lowUnsigned / by);
    return { quotient, remainder: lowUnsigned - quotient * by };
  }
  let quotient = 0;
  for (let bit = 31; bit >= 0; bit--) {
    remainder = 2 * remainder + ((lowUnsigned >>> bit) & 1);
    quotient *= 2;
    if (remainder >= by) {
      remainder -= by;
      quotient += 1;
    }
  }
  return { quotient, remainder };
}

/** Divides the signed 64-bit number high:low by the signed `divisor`, towards zero. */
export function divideSigned(high: number, low: number, divisor: number): Quotient | undefined {
  const isNegative = high < 0;
  const lowSize = isNegative ? -low | 0 : low;
  const highSize = isNegative ? (~high + (low === 0 ? 1 : 0)) | 0 : high;
  const sizes = divide(highSize, lowSize, Math.abs(divisor));
  if (sizes === undefined) return undefined;
  const isQuotientNegative = isNegative !== divisor < 0;
  const quotient = isQuotientNegative ? -sizes.quotient : sizes.quotient;
  if (quotient !== (quotient | 0)) return undefined;
  return { quotient, remainder: isNegative ? -sizes.remainder : sizes.remainder };
}

/** DAA and DAS: corrects AL after an addition or subtraction of packed decimals. OF is cleared. */
export function decimalAdjust(cpu: Cpu, al: number, isSubtraction: boolean): number {
  const sign = isSubtraction ? -1 : 1;
  let value = al;
  let carry = carryFlag(cpu);
  let auxiliary = auxiliaryFlag(cpu);
  const needsHigh = al > 0x99 || carry === 1;
  if ((al & 15) > 9 || auxiliary === 1) {
    const sum = value + sign * 6;
    // For DAS the borrow out of AL counts, also where the upper digit needs no correction.
    if (isSubtraction && sum < 0) carry = 1;
    value = sum & 0xff;
    auxiliary = 1;
  }
  if (needsHigh) {
    value = (value + sign * 0x60) & 0xff;
    carry = 1;
  }
  cpu.carries = (carry << 31) | (carry << 30) | (auxiliary << 3);
  setResult(cpu, (value << 24) >> 24);
  return value;
}

/**
 * AAA and AAS: corrects AX after an addition or subtraction of unpacked decimals. SF, ZF, PF and OF
 * are undefined; here they follow from AL, and OF is cleared.
 */
export function asciiAdjust(cpu: Cpu, ax: number, isSubtraction: boolean): number {
  const isCorrected = (ax & 15) > 9 || auxiliaryFlag(cpu) === 1;
  const correction = isSubtraction ? -0x106 : 0x106;
  const value = (isCorrected ? ax + correction : ax) & 0xff0f;
  const flag = isCorrected ? 1 : 0;
  cpu.carries = (flag << 31) | (flag << 30) | (flag << 3);
  setResult(cpu, (value << 24) >> 24);
  return value;
}
