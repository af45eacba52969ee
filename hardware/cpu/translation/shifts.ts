/**
 * Translations of shifts and rotations.
 *
 * By an immediate in every size, by CL of 32 bits.
 *
 * Source: SDM vol. 2, the instructions' pages; undefined flags are as in alu.ts.
 */
import { ECX, ZERO, type Instruction } from '../instruction';
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { setCarry, setOverflow, setOverflowOnly } from './flag-words';
import { Local } from './machine-state';
import { extend, getDestination, writeDestination } from './operands';
import { Flags, is32, rule, type Rule } from './rule';

const { A, VALUE, COUNT } = Local;

function placesOf(i: Instruction): number {
  return i.immediate & 31;
}

function isByRegister(i: Instruction): boolean {
  return i.source !== ZERO;
}

/** ZF, SF and PF from VALUE, CF from the 0 or 1 on the stack, OF from bit 31 of the value below. */
function setShifted(code: CodeWriter): void {
  setCarry(code);
  setOverflow(code);
  code.get(VALUE);
  code.set(Local.RESULT);
}

type ShiftName = 'shl' | 'shr' | 'sar';
const SHIFTS = { shl: Op.I32_SHL, shr: Op.I32_SHR_U, sar: Op.I32_SHR_S } as const;

/** Puts bit 31 to be OF, then CF, on the stack, with the count as an immediate or in COUNT. */
function getShiftFlags(code: CodeWriter, name: ShiftName, bits: number, count?: number): void {
  const left = () => {
    // The last bit out, at the bottom; of 32 bits the count of the shift is modulo 32.
    code.get(A);
    if (count === undefined) {
      code.const(0);
      code.get(COUNT);
      code.op(Op.I32_SUB, Op.I32_SHR_U);
    } else if (count > bits) {
      code.binary(0, Op.I32_AND);
    } else {
      code.binary(bits - count, Op.I32_SHR_U);
    }
    code.binary(1, Op.I32_AND);
  };
  if (name === 'shl') {
    left();
    code.binary(31, Op.I32_SHL);
    code.get(VALUE);
    code.op(Op.I32_XOR);
    return left();
  }
  if (name === 'sar') code.const(0);
  else {
    // The two topmost bits of the result, exclusive or; the topmost is 0.
    code.get(VALUE);
    code.binary(33 - bits, Op.I32_SHL);
  }
  code.get(A);
  if (count === undefined) {
    code.get(COUNT);
    code.binary(1, Op.I32_SUB);
  } else {
    code.const(count - 1);
  }
  code.op(name === 'sar' ? Op.I32_SHR_S : Op.I32_SHR_U);
  code.binary(1, Op.I32_AND);
}

function zeroExtend(code: CodeWriter, i: Instruction): void {
  if (i.size !== 4) code.binary(i.size === 2 ? 0xffff : 0xff, Op.I32_AND);
}

function shift(name: ShiftName): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    getDestination(e, i, true);
    if (name !== 'sar') zeroExtend(code, i);
    code.set(A);
    if (isByRegister(i)) return shiftByCount(e, i, name, needed);
    const places = placesOf(i);
    code.get(A);
    code.binary(places, SHIFTS[name]);
    extend(code, i);
    code.set(VALUE);
    writeDestination(e, i, VALUE);
    if (needed === Flags.NONE || places === 0) return;
    getShiftFlags(code, name, 8 * i.size, places);
    setShifted(code);
  };
}

/** By zero places no flag changes. */
function shiftByCount(e: Emitter, i: Instruction, name: ShiftName, needed: number): void {
  const { code } = e;
  e.getRegister(ECX);
  code.binary(31, Op.I32_AND);
  code.set(COUNT);
  code.get(A, COUNT);
  code.op(SHIFTS[name]);
  code.set(VALUE);
  writeDestination(e, i, VALUE);
  if (needed === Flags.NONE) return;
  code.get(COUNT);
  code.open(Op.IF);
  getShiftFlags(code, name, 32);
  setShifted(code);
  code.close();
}

/** rol and ror of 32 bits by an immediate, which is not 0. */
function rotate(isLeft: boolean): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    getDestination(e, i, true);
    code.binary(placesOf(i), isLeft ? Op.I32_ROTL : Op.I32_ROTR);
    code.set(VALUE);
    writeDestination(e, i, VALUE);
    if (needed === Flags.NONE) return;
    // OF: the topmost bit, exclusive or with the lowest (rol) or with the one below it (ror).
    code.get(VALUE);
    code.binary(isLeft ? 31 : 1, Op.I32_SHL);
    code.get(VALUE);
    code.op(Op.I32_XOR);
    setOverflowOnly(code);
    code.get(VALUE);
    if (isLeft) code.binary(1, Op.I32_AND);
    else code.binary(31, Op.I32_SHR_U);
    setCarry(code);
  };
}

/** shld and shrd of 32 bits by an immediate, which is not 0. */
function shiftDouble(isLeft: boolean): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    const places = placesOf(i);
    getDestination(e, i, true);
    code.tee(A);
    code.binary(places, isLeft ? Op.I32_SHL : Op.I32_SHR_U);
    e.getRegister(i.source);
    code.binary(32 - places, isLeft ? Op.I32_SHR_U : Op.I32_SHL);
    code.op(Op.I32_OR);
    code.set(VALUE);
    writeDestination(e, i, VALUE);
    if (needed === Flags.NONE) return;
    code.get(VALUE, A);
    code.op(Op.I32_XOR);
    code.get(A);
    code.binary(isLeft ? 32 - places : places - 1, Op.I32_SHR_U);
    code.binary(1, Op.I32_AND);
    setShifted(code);
  };
}

function isShiftSupported(i: Instruction): boolean {
  return !isByRegister(i) || is32(i);
}

const SHIFT: Partial<Rule> = {
  isSupported: isShiftSupported,
  sets: (i) => (isByRegister(i) || placesOf(i) === 0 ? Flags.NONE : Flags.ALL),
  setter: 'mixed',
};

/** They set CF and OF, and keep the others: of the words, none is set whatever it was. */
const ROTATION: Partial<Rule> = {
  isSupported: (i) => is32(i) && !isByRegister(i) && placesOf(i) !== 0,
  sets: () => Flags.CARRY,
  uses: Flags.OTHERS,
  setter: 'mixed',
};
const DOUBLE: Partial<Rule> = {
  sets: () => Flags.ALL,
  setter: 'mixed',
  isSupported: (i) => is32(i) && i.immediate2 !== 1 && placesOf(i) !== 0,
};

export const SHIFT_RULES: Readonly<Record<string, Rule>> = {
  shl: rule(shift('shl'), SHIFT),
  shr: rule(shift('shr'), SHIFT),
  sar: rule(shift('sar'), SHIFT),
  rol: rule(rotate(true), ROTATION),
  ror: rule(rotate(false), ROTATION),
  shld: rule(shiftDouble(true), DOUBLE),
  shrd: rule(shiftDouble(false), DOUBLE),
};
