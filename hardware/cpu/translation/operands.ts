/** The operands of an instruction that computes, as its translation takes and leaves them. */
import { Form, ZERO, type Instruction } from '../instruction';
import { Op, type CodeWriter } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { Local } from './machine-state';

const { A, B } = Local;

/** Extends the value on the stack from the operand's sign. */
export function extend(code: CodeWriter, i: Instruction): void {
  if (i.size === 1) code.op(Op.I32_EXTEND8_S);
  else if (i.size === 2) code.op(Op.I32_EXTEND16_S);
}

/** Puts the operand that is written on the stack, extended by its sign. */
export function getDestination(e: Emitter, i: Instruction, isWritten: boolean): void {
  if (i.form === Form.MEMORY_DESTINATION) {
    e.checkOperand(i, i.size, isWritten);
    e.load(i.size, true);
  } else {
    e.getSigned(i.destination, i.size);
  }
}

/** Puts the other operand on the stack, extended by its sign. */
export function getSource(e: Emitter, i: Instruction): void {
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

export function writeDestination(e: Emitter, i: Instruction, local: number): void {
  if (i.form === Form.MEMORY_DESTINATION) e.store(i.size, local);
  else e.writeSlot(i.destination, i.size, local);
}

/** Leaves the operands in A and B, the second first: it may not be there. */
export function takeOperands(e: Emitter, i: Instruction, isWritten: boolean): void {
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
