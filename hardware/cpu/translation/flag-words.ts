/**
 * Setting the words that the flags follow from, and finding out whether a condition holds. See
 * machine-state.ts for the words.
 *
 * Source: SDM vol. 1, 3.4.3 and appendix B; where the SDM leaves a flag undefined, it is as in
 * alu.ts.
 */
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import { Local } from './machine-state';

const { RESULT, CARRY_A, CARRY_B, SUM_X, SUM_Y, SUM } = Local;
/** AF is bit 4 of X xor Y xor SUM. */
const AUXILIARY_BIT = 0x10;

/** Sets locals to zero. */
function clear(code: CodeWriter, ...locals: number[]): void {
  for (const local of locals) {
    code.const(0);
    code.set(local);
  }
}

/** After `result` = `a` + `b`. */
export function setAdded(code: CodeWriter, a: number, b: number, result: number): void {
  code.get(result);
  code.tee(RESULT, CARRY_A);
  code.set(SUM);
  code.get(a);
  code.tee(CARRY_B);
  code.set(SUM_X);
  code.get(b);
  code.set(SUM_Y);
}

/** After `result` = `a` - `b`. */
export function setSubtracted(code: CodeWriter, a: number, b: number, result: number): void {
  code.get(result);
  code.tee(RESULT);
  code.set(SUM_X);
  code.get(a);
  code.tee(CARRY_A);
  code.set(SUM);
  code.get(b);
  code.tee(CARRY_B);
  code.set(SUM_Y);
}

/** After inc or dec, in which CF stays: `x` + 1 = `sum`, and one of them is the result. */
export function setCounted(code: CodeWriter, x: number, sum: number, result: number): void {
  code.get(result);
  code.set(RESULT);
  code.get(x);
  code.set(SUM_X);
  code.const(1);
  code.set(SUM_Y);
  code.get(sum);
  code.set(SUM);
}

/** After and, or, xor and test. */
export function setLogic(code: CodeWriter, result: number): void {
  code.get(result);
  code.set(RESULT);
  clear(code, CARRY_A, CARRY_B, SUM_X, SUM_Y, SUM);
}

/** CF from the 0 or 1 on the stack. */
export function setCarry(code: CodeWriter): void {
  code.set(CARRY_B);
  clear(code, CARRY_A);
}

/** OF from bit 31 of the value on the stack; AF becomes 0. */
export function setOverflow(code: CodeWriter): void {
  code.binary(0x8000_0000 | 0, Op.I32_AND);
  code.set(SUM);
  clear(code, SUM_X, SUM_Y);
}

/** OF from bit 31 of the value on the stack; AF stays. */
export function setOverflowOnly(code: CodeWriter): void {
  code.binary(0x8000_0000 | 0, Op.I32_AND);
  getAuxiliary(code);
  code.set(SUM_Y);
  code.set(SUM);
  clear(code, SUM_X);
}

/** Puts 16 on the stack if AF is set, else 0. */
export function getAuxiliary(code: CodeWriter): void {
  code.get(SUM_X, SUM_Y, SUM);
  code.op(Op.I32_XOR, Op.I32_XOR);
  code.binary(AUXILIARY_BIT, Op.I32_AND);
}

/** Puts CF on the stack, as 0 or 1. */
export function getCarry(code: CodeWriter): void {
  code.get(CARRY_A, CARRY_B);
  code.op(Op.I32_LT_U);
}

/** Puts a word on the stack whose bit 31 is OF. */
export function getOverflow(code: CodeWriter): void {
  code.get(SUM_X, SUM);
  code.op(Op.I32_XOR);
  code.get(SUM_Y, SUM);
  code.op(Op.I32_XOR, Op.I32_AND);
}

/** How the flags were last set, where that makes conditions simpler. */
export type Setter = 'subtraction' | 'logic' | 'mixed';

/** Puts what is not zero on the stack if the condition (SDM vol. 1, appendix B) holds. */
export function getCondition(code: CodeWriter, condition: number, setter: Setter): void {
  const isNegated = (condition & 1) !== 0;
  const compare = (holds: Op, holdsNot: Op) => code.op(isNegated ? holdsNot : holds);
  switch (condition >> 1) {
    case 0:
      getOverflow(code);
      code.const(0);
      return compare(Op.I32_LT_S, Op.I32_GE_S);
    case 1:
      code.get(CARRY_A, CARRY_B);
      return compare(Op.I32_LT_U, Op.I32_GE_U);
    case 2:
      code.get(RESULT);
      code.const(0);
      return compare(Op.I32_EQ, Op.I32_NE);
    case 3:
      return getBelowOrEqual(code, setter, isNegated);
    case 4:
      code.get(RESULT);
      code.const(0);
      return compare(Op.I32_LT_S, Op.I32_GE_S);
    case 5:
      code.get(RESULT);
      code.binary(0xff, Op.I32_AND);
      code.op(Op.I32_POPCNT);
      code.binary(1, Op.I32_AND);
      if (!isNegated) code.op(Op.I32_EQZ);
      return;
    case 6:
      return getLess(code, setter, isNegated);
    default:
      return getLessOrEqual(code, setter, isNegated);
  }
}

function getBelowOrEqual(code: CodeWriter, setter: Setter, isNegated: boolean): void {
  if (setter === 'subtraction') {
    code.get(CARRY_A, CARRY_B);
    return code.op(isNegated ? Op.I32_GT_U : Op.I32_LE_U);
  }
  getCarry(code);
  code.get(RESULT);
  code.op(Op.I32_EQZ, Op.I32_OR);
  if (isNegated) code.op(Op.I32_EQZ);
}

function getLess(code: CodeWriter, setter: Setter, isNegated: boolean): void {
  if (setter === 'subtraction') {
    code.get(SUM, SUM_Y);
  } else {
    code.get(RESULT);
    if (setter === 'mixed') {
      getOverflow(code);
      code.op(Op.I32_XOR);
    }
    code.const(0);
  }
  code.op(isNegated ? Op.I32_GE_S : Op.I32_LT_S);
}

function getLessOrEqual(code: CodeWriter, setter: Setter, isNegated: boolean): void {
  if (setter !== 'mixed') {
    if (setter === 'subtraction') code.get(SUM, SUM_Y);
    else {
      code.get(RESULT);
      code.const(0);
    }
    return code.op(isNegated ? Op.I32_GT_S : Op.I32_LE_S);
  }
  getLess(code, setter, false);
  code.get(RESULT);
  code.op(Op.I32_EQZ, Op.I32_OR);
  if (isNegated) code.op(Op.I32_EQZ);
}
