/**
 * Translations of multiplication and division.
 *
 * Source: SDM vol. 2, the instructions' pages; undefined flags are as in alu.ts.
 */
import { EAX, EDX, Form, type Instruction } from '../instruction';
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { setCarry, setOverflowOnly } from './flag-words';
import { Local } from './machine-state';
import { getDestination } from './operands';
import { Flags, is32, rule, type FlagContext, type Rule } from './rule';

const { A, B, VALUE, COUNT, WIDE_A, WIDE_B } = Local;

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

const PRODUCT: Partial<Rule> = {
  isSupported: is32,
  sets: () => Flags.CARRY,
  uses: Flags.OTHERS,
  setter: 'mixed',
};
const QUOTIENT: Partial<Rule> = { isSupported: is32, mayLeave: true };

export const PRODUCT_RULES: Readonly<Record<string, Rule>> = {
  imul2: rule(multiply, PRODUCT),
  imul3: rule(multiply, PRODUCT),
  mul: rule(multiplyWide(false), PRODUCT),
  imul: rule(multiplyWide(true), PRODUCT),
  div: rule(div, QUOTIENT),
  idiv: rule(idiv, QUOTIENT),
};
