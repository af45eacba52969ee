/**
 * Translations of jumps, calls and returns, up to the jump itself: what an indirect one leads to is
 * left in a local.
 *
 * Source: SDM vol. 2, the instructions' pages.
 */
import { ECX, ESP, Form, type Instruction } from '../instruction';
import { CONDITIONS } from '../opcodes';
import { Op } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { getCondition, type Setter } from './flag-words';
import { Local } from './machine-state';
import { Flags, is32, rule, type Rule } from './rule';

const { TARGET, VALUE, PLACE_2 } = Local;

function takeTarget(e: Emitter, i: Instruction): void {
  if (i.form === Form.REGISTER) {
    e.getRegister(i.destination);
  } else {
    e.checkOperand(i, 4, false, PLACE_2);
    e.load(4, false, PLACE_2);
  }
  e.code.set(TARGET);
}

function jmp(e: Emitter, i: Instruction): void {
  if (!i.isRelative) takeTarget(e, i);
}

function call(e: Emitter, i: Instruction): void {
  if (!i.isRelative) takeTarget(e, i);
  e.checkPush();
  e.code.const(i.next.address);
  e.code.set(VALUE);
  e.push(VALUE);
}

function ret(e: Emitter, i: Instruction): void {
  e.checkAt(ESP, 0, 4, false);
  e.load(4, false);
  e.code.set(TARGET);
  e.moveStack(4 + i.immediate);
}

function loop(e: Emitter): void {
  e.getRegister(ECX);
  e.code.binary(1, Op.I32_SUB);
  e.setRegister(ECX);
}

/** Puts what is not zero on the stack if a conditional jump is taken. */
export function getBranchCondition(e: Emitter, i: Instruction, setter: Setter): void {
  if (i.mnemonic === 'loop') return e.getRegister(ECX);
  if (i.mnemonic === 'jecxz') {
    e.getRegister(ECX);
    return e.code.op(Op.I32_EQZ);
  }
  getCondition(e.code, i.selector, setter);
}

const conditional: Record<string, Rule> = {};
for (const condition of CONDITIONS)
  conditional[`j${condition}`] = rule(() => undefined, { isSupported: is32, uses: Flags.ALL });

export const CONTROL_RULES: Readonly<Record<string, Rule>> = {
  ...conditional,
  jmp: rule(jmp, { isSupported: is32 }),
  call: rule(call, { isSupported: is32, mayLeave: true }),
  ret: rule(ret, { isSupported: is32, mayLeave: true }),
  loop: rule(loop, { isSupported: is32 }),
  jecxz: rule(() => undefined, { isSupported: is32 }),
};
