/**
 * Translations of addition, subtraction and logic.
 *
 * Source: SDM vol. 2, the instructions' pages; undefined flags are as in alu.ts.
 */
import { Form, ZERO, type Instruction } from '../instruction';
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { getCarry, setAdded, setCarry, setCounted, setLogic, setSubtracted } from './flag-words';
import { Local } from './machine-state';
import { extend, getDestination, writeDestination, takeOperands } from './operands';
import { Flags, rule, type FlagContext, type Rule } from './rule';

const { A, B, VALUE } = Local;

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

const ALL = { sets: () => Flags.ALL } as const;
const SUBTRACTION = { ...ALL, setter: 'subtraction' } as const;
const LOGIC = { ...ALL, setter: 'logic' } as const;
const MIXED = { ...ALL, setter: 'mixed' } as const;
const COUNTING = { sets: () => Flags.OTHERS, setter: 'mixed' } as const;

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
};
