/**
 * Translations of addition and subtraction, logic, shifts, multiplication and division.
 *
 * Source: SDM vol. 2, the instructions' pages; undefined flags are as in alu.ts.
 */
import { EAX, ECX, EDX, Form, ZERO, type Instruction } from '../instruction';
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import {
  getCarry,
  setAdded,
  setCarry,
  setCounted,
  setLogic,
  setOverflow,
  setOverflowOnly,
  setSubtracted,
} from './flag-words';
import { Local } from './machine-state';
import { Flags, is32, rule, type FlagContext, type Rule } from './rule';

const { A, B, VALUE, COUNT, WIDE_A, WIDE_B } = Local;

/** Extends the value on the stack from the operand's sign. */
function extend(code: CodeWriter, i: Instruction): void {
  if (i.size === 1) code.op(Op.I32_EXTEND8_S);
  else if (i.size === 2) code.op(Op.I32_EXTEND16_S);
}

/** Puts the operand that is written on the stack, extended by its sign. */
function getDestination(e: Emitter, i: Instruction, isWritten: boolean): void {
  if (i.form === Form.MEMORY_DESTINATION) {
    e.checkOperand(i, i.size, isWritten);
    e.load(i.size, true);
  } else {
    e.getSigned(i.destination, i.size);
  }
}

/** Puts the other operand on the stack, extended by its sign. */
function getSource(e: Emitter, i: Instruction): void {
  const shift = 32 - 8 * i.size;
  if (i.form === Form.MEMORY_SOURCE) {
    e.checkOperand(i, i.size, false);
    e.load(i.size, true);
  } else if (i.source === ZERO) {
    e.code.const((i.immediate << shift) >> shift);
  } else {
    e.getSigned(i.source, i.size);
  }
}

function writeDestination(e: Emitter, i: Instruction, local: number): void {
  if (i.form === Form.MEMORY_DESTINATION) e.store(i.size, local);
  else e.writeSlot(i.destination, i.size, local);
}

/** Leaves the operands in A and B, the second first: it may not be there. */
function takeOperands(e: Emitter, i: Instruction, isWritten: boolean): void {
  if (i.form === Form.MEMORY_SOURCE) {
    getSource(e, i);
    e.code.set(B);
    getDestination(e, i, isWritten);
    e.code.set(A);
  } else {
    getDestination(e, i, isWritten);
    e.code.set(A);
    getSource(e, i);
    e.code.set(B);
  }
}

/** add, sub, cmp. */
function sum(opcode: Op, set: typeof setAdded, isWritten: boolean): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    takeOperands(e, i, isWritten);
    code.get(A, B);
    code.op(opcode);
    extend(code, i);
    code.set(VALUE);
    if (isWritten) writeDestination(e, i, VALUE);
    if (needed !== Flags.NONE) set(code, A, B, VALUE);
  };
}

/** and, or, xor, test. */
function logic(opcode: Op, isWritten: boolean): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    const isPart = i.size !== 4 && i.form !== Form.MEMORY_DESTINATION;
    if (isPart && isWritten && needed === Flags.NONE) return logicOnPart(e, i, opcode);
    takeOperands(e, i, isWritten);
    code.get(A, B);
    code.op(opcode);
    code.set(VALUE);
    if (isWritten) writeDestination(e, i, VALUE);
    if (needed !== Flags.NONE) setLogic(code, VALUE);
  };
}

/** and, or, xor of a part of a register, of which nobody wants the flags: on all of it at once. */
function logicOnPart(e: Emitter, i: Instruction, opcode: Op): void {
  const { code } = e;
  const mask = i.size === 2 ? 0xffff : 0xff;
  const shift = i.size === 1 && (i.destination & 3) !== 0 ? 8 : 0;
  const register = i.size === 2 ? i.destination >> 1 : i.destination >> 2;
  // What leaves the bits outside of the part as they are.
  const neutral = opcode === Op.I32_AND ? ~(mask << shift) : 0;
  if (i.form !== Form.MEMORY_SOURCE && i.source === ZERO) {
    e.getRegister(register);
    code.binary(((i.immediate & mask) << shift) | neutral, opcode);
    return e.setRegister(register);
  }
  if (i.form === Form.MEMORY_SOURCE) {
    e.checkOperand(i, i.size, false);
    e.load(i.size, false);
  } else {
    e.getUnsigned(i.source, i.size);
  }
  if (shift !== 0) code.binary(shift, Op.I32_SHL);
  if (neutral !== 0) code.binary(neutral, Op.I32_OR);
  e.getRegister(register);
  code.op(opcode);
  e.setRegister(register);
}

/** Puts the carry or borrow out of the topmost bit on the stack: of `x` + `y` + carry = `total`. */
function getCarryOut(code: CodeWriter, x: number, y: number, total: number): void {
  code.get(x, y);
  code.op(Op.I32_AND);
  code.get(x, y);
  code.op(Op.I32_OR);
  code.get(total);
  code.binary(-1, Op.I32_XOR);
  code.op(Op.I32_AND, Op.I32_OR);
  code.binary(31, Op.I32_SHR_U);
}

function adc(e: Emitter, i: Instruction, { needed }: FlagContext): void {
  const { code } = e;
  takeOperands(e, i, true);
  code.get(A, B);
  code.op(Op.I32_ADD);
  getCarry(code);
  code.op(Op.I32_ADD);
  extend(code, i);
  code.set(VALUE);
  writeDestination(e, i, VALUE);
  if (needed === Flags.NONE) return;
  setAdded(code, A, B, VALUE);
  getCarryOut(code, A, B, VALUE);
  setCarry(code);
}

function sbb(e: Emitter, i: Instruction, { needed }: FlagContext): void {
  const { code } = e;
  takeOperands(e, i, true);
  code.get(A, B);
  code.op(Op.I32_SUB);
  getCarry(code);
  code.op(Op.I32_SUB);
  extend(code, i);
  code.set(VALUE);
  writeDestination(e, i, VALUE);
  if (needed === Flags.NONE) return;
  setSubtracted(code, A, B, VALUE);
  // VALUE + B + borrow = A: the borrow is that addition's carry.
  getCarryOut(code, VALUE, B, A);
  setCarry(code);
}

function incOrDec(opcode: Op): Rule['emit'] {
  return (e, i, { needed }) => {
    const { code } = e;
    getDestination(e, i, true);
    code.tee(A);
    code.binary(1, opcode);
    extend(code, i);
    code.set(VALUE);
    writeDestination(e, i, VALUE);
    if ((needed & Flags.OTHERS) === 0) return;
    if (opcode === Op.I32_ADD) setCounted(code, A, VALUE, VALUE);
    else setCounted(code, VALUE, A, VALUE);
  };
}

function neg(e: Emitter, i: Instruction, { needed }: FlagContext): void {
  const { code } = e;
  getDestination(e, i, true);
  code.set(B);
  code.const(0);
  code.tee(A);
  code.get(B);
  code.op(Op.I32_SUB);
  extend(code, i);
  code.set(VALUE);
  writeDestination(e, i, VALUE);
  if (needed !== Flags.NONE) setSubtracted(code, A, B, VALUE);
}

function not(e: Emitter, i: Instruction): void {
  getDestination(e, i, true);
  e.code.binary(-1, Op.I32_XOR);
  e.code.set(VALUE);
  writeDestination(e, i, VALUE);
}

// Shifts. By an immediate, in every size; by CL, of 32 bits.

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

/** CF and OF from the 0 or 1 on the stack. */
function setProductOverflow(code: CodeWriter): void {
  code.tee(COUNT);
  code.binary(31, Op.I32_SHL);
  setOverflowOnly(code);
  code.get(COUNT);
  setCarry(code);
}

/** imul with two or three operands, of 32 bits. */
function multiply(e: Emitter, i: Instruction, { needed }: FlagContext): void {
  const { code } = e;
  getSource32(e, i);
  code.set(A);
  if (i.mnemonic === 'imul3') code.const(i.immediate);
  else e.getRegister(i.destination);
  code.set(B);
  code.get(A, B);
  code.op(Op.I32_MUL);
  code.set(VALUE);
  e.writeSlot(i.destination, 4, VALUE);
  if (needed === Flags.NONE) return;
  code.get(A);
  code.op(Op.I64_EXTEND_I32_S);
  code.get(B);
  code.op(Op.I64_EXTEND_I32_S, Op.I64_MUL);
  code.get(VALUE);
  code.op(Op.I64_EXTEND_I32_S, Op.I64_NE);
  setProductOverflow(code);
}

/** Of imul3 the immediate is no part of the source. */
function getSource32(e: Emitter, i: Instruction): void {
  if (i.form === Form.MEMORY_SOURCE) {
    e.checkOperand(i, 4, false);
    e.load(4, true);
  } else {
    e.getRegister(i.source);
  }
}

/** mul and imul with one operand of 32 bits: EDX:EAX. */
function multiplyWide(isSigned: boolean): Rule['emit'] {
  const widen = isSigned ? Op.I64_EXTEND_I32_S : Op.I64_EXTEND_I32_U;
  return (e, i, { needed }) => {
    const { code } = e;
    getDestination(e, i, false);
    code.op(widen);
    e.getRegister(EAX);
    code.op(widen, Op.I64_MUL);
    code.tee(WIDE_A);
    code.op(Op.I32_WRAP_I64);
    e.setRegister(EAX);
    code.get(WIDE_A);
    code.const64(32);
    code.op(Op.I64_SHR_U, Op.I32_WRAP_I64);
    e.setRegister(EDX);
    if (needed === Flags.NONE) return;
    e.getRegister(EDX);
    if (isSigned) {
      e.getRegister(EAX);
      code.binary(31, Op.I32_SHR_S);
    } else {
      code.const(0);
    }
    code.op(Op.I32_NE);
    setProductOverflow(code);
  };
}

/** A divisor that is not above EDX leaves: the quotient would not fit, which is #DE. */
function div(e: Emitter, i: Instruction): void {
  const { code } = e;
  e.prepareLeave();
  getDestination(e, i, false);
  code.tee(A);
  e.getRegister(EDX);
  code.op(Op.I32_LE_U);
  e.leaveIf();
  e.getRegister(EDX);
  code.op(Op.I64_EXTEND_I32_U);
  code.const64(32);
  code.op(Op.I64_SHL);
  e.getRegister(EAX);
  code.op(Op.I64_EXTEND_I32_U, Op.I64_OR);
  code.tee(WIDE_A);
  code.get(A);
  code.op(Op.I64_EXTEND_I32_U);
  code.tee(WIDE_B);
  code.op(Op.I64_DIV_U, Op.I32_WRAP_I64);
  e.setRegister(EAX);
  code.get(WIDE_A, WIDE_B);
  code.op(Op.I64_REM_U, Op.I32_WRAP_I64);
  e.setRegister(EDX);
}

/** Only of a dividend of 32 bits and a divisor other than 0 and -1; the rest leaves. */
function idiv(e: Emitter, i: Instruction): void {
  const { code } = e;
  e.prepareLeave();
  getDestination(e, i, false);
  code.tee(A);
  // 0 and -1 are below 2 when 1 is added.
  code.binary(1, Op.I32_ADD);
  code.binary(2, Op.I32_LT_U);
  e.leaveIf();
  e.getRegister(EAX);
  code.binary(31, Op.I32_SHR_S);
  e.getRegister(EDX);
  code.op(Op.I32_NE);
  e.leaveIf();
  e.getRegister(EAX);
  code.tee(B);
  code.get(A);
  code.op(Op.I32_DIV_S);
  e.setRegister(EAX);
  code.get(B, A);
  code.op(Op.I32_REM_S);
  e.setRegister(EDX);
}

const ALL = { sets: () => Flags.ALL } as const;
const SUBTRACTION = { ...ALL, setter: 'subtraction' } as const;
const LOGIC = { ...ALL, setter: 'logic' } as const;
const MIXED = { ...ALL, setter: 'mixed' } as const;
const COUNTING = { sets: () => Flags.OTHERS, setter: 'mixed' } as const;

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
  ...MIXED,
  isSupported: (i) => is32(i) && i.immediate2 !== 1 && placesOf(i) !== 0,
};
const PRODUCT: Partial<Rule> = {
  isSupported: is32,
  sets: () => Flags.CARRY,
  uses: Flags.OTHERS,
  setter: 'mixed',
};
const QUOTIENT: Partial<Rule> = { isSupported: is32, mayLeave: true };

export const ARITHMETIC_RULES: Readonly<Record<string, Rule>> = {
  add: rule(sum(Op.I32_ADD, setAdded, true), MIXED),
  sub: rule(sum(Op.I32_SUB, setSubtracted, true), SUBTRACTION),
  cmp: rule(sum(Op.I32_SUB, setSubtracted, false), SUBTRACTION),
  and: rule(logic(Op.I32_AND, true), LOGIC),
  or: rule(logic(Op.I32_OR, true), LOGIC),
  xor: rule(logic(Op.I32_XOR, true), LOGIC),
  test: rule(logic(Op.I32_AND, false), LOGIC),
  adc: rule(adc, { ...MIXED, uses: Flags.CARRY }),
  sbb: rule(sbb, { ...MIXED, uses: Flags.CARRY }),
  inc: rule(incOrDec(Op.I32_ADD), COUNTING),
  dec: rule(incOrDec(Op.I32_SUB), COUNTING),
  neg: rule(neg, SUBTRACTION),
  not: rule(not),
  shl: rule(shift('shl'), SHIFT),
  shr: rule(shift('shr'), SHIFT),
  sar: rule(shift('sar'), SHIFT),
  rol: rule(rotate(true), ROTATION),
  ror: rule(rotate(false), ROTATION),
  shld: rule(shiftDouble(true), DOUBLE),
  shrd: rule(shiftDouble(false), DOUBLE),
  imul2: rule(multiply, PRODUCT),
  imul3: rule(multiply, PRODUCT),
  mul: rule(multiplyWide(false), PRODUCT),
  imul: rule(multiplyWide(true), PRODUCT),
  div: rule(div, QUOTIENT),
  idiv: rule(idiv, QUOTIENT),
};
