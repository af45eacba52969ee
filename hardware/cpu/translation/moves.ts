/**
 * Translations of moves, of the stack's instructions, and of single string instructions.
 *
 * Source: SDM vol. 2, the instructions' pages. Registers change after the accesses that may leave.
 */
import {
  EAX,
  EBP,
  EDI,
  EDX,
  ESI,
  ESP,
  Form,
  Repeat,
  ZERO,
  registerSlot,
  type Instruction,
} from '../instruction';
import { CONDITIONS } from '../opcodes';
import { Op } from '../../web-assembly/code-writer';
import type { Emitter } from './emitter';
import { getCarry, getCondition, setAdded, setCarry } from './flag-words';
import { Local } from './machine-state';
import { Flags, is32, rule, type FlagContext, type Rule } from './rule';

const { A, B, VALUE, PLACE_2 } = Local;

/** Puts the source on the stack; what is above the operand's bits does not count. */
function getSource(e: Emitter, i: Instruction): void {
  if (i.form === Form.MEMORY_SOURCE) {
    e.checkOperand(i, i.size, false);
    e.load(i.size, false);
  } else if (i.source === ZERO) {
    e.code.const(i.immediate);
  } else {
    e.getUnsigned(i.source, i.size);
  }
}

function mov(e: Emitter, i: Instruction): void {
  if (i.form === Form.MEMORY_DESTINATION) {
    e.checkOperand(i, i.size, true);
    getSource(e, i);
    e.code.set(VALUE);
    return e.store(i.size, VALUE);
  }
  getSource(e, i);
  e.code.set(VALUE);
  e.writeSlot(i.destination, i.size, VALUE);
}

/** movzx and movsx. */
function widen(isSigned: boolean): Rule['emit'] {
  return (e, i) => {
    if (i.form === Form.MEMORY_SOURCE) {
      e.checkOperand(i, i.sourceSize, false);
      e.load(i.sourceSize, isSigned);
    } else if (isSigned) {
      e.getSigned(i.source, i.sourceSize);
    } else {
      e.getUnsigned(i.source, i.sourceSize);
    }
    e.code.set(VALUE);
    e.writeSlot(i.destination, i.size, VALUE);
  };
}

function lea(e: Emitter, i: Instruction): void {
  e.getEffectiveOffset(i);
  e.code.set(VALUE);
  e.writeSlot(i.destination, i.size, VALUE);
}

function xchg(e: Emitter, i: Instruction): void {
  const { code } = e;
  const isMemory = i.form === Form.MEMORY_DESTINATION;
  if (isMemory) {
    e.checkOperand(i, i.size, true);
    e.load(i.size, false);
  } else {
    e.getUnsigned(i.destination, i.size);
  }
  code.set(A);
  e.getUnsigned(i.source, i.size);
  code.set(B);
  if (isMemory) e.store(i.size, B);
  else e.writeSlot(i.destination, i.size, B);
  e.writeSlot(i.source, i.size, A);
}

/** Of 32 bits in memory, as drivers use it, with LOCK. */
function xadd(e: Emitter, i: Instruction, { needed }: FlagContext): void {
  const { code } = e;
  e.checkOperand(i, 4, true);
  e.load(4, true);
  code.tee(A);
  e.getRegister(i.source);
  code.tee(B);
  code.op(Op.I32_ADD);
  code.set(VALUE);
  e.store(4, VALUE);
  e.writeSlot(i.source, 4, A);
  if (needed !== Flags.NONE) setAdded(code, A, B, VALUE);
}

/** Reads its source whatever the condition says. */
function cmov(e: Emitter, i: Instruction, { setter }: FlagContext): void {
  const { code } = e;
  getSource(e, i);
  e.getRegister(i.destination);
  getCondition(code, i.selector, setter);
  code.op(Op.SELECT);
  e.setRegister(i.destination);
}

function setcc(e: Emitter, i: Instruction, { setter }: FlagContext): void {
  const isMemory = i.form === Form.MEMORY_DESTINATION;
  if (isMemory) e.checkOperand(i, 1, true);
  getCondition(e.code, i.selector, setter);
  // A condition is not zero if it holds, and 0 or 1 as all comparisons give it.
  e.code.set(VALUE);
  if (isMemory) e.store(1, VALUE);
  else e.writeSlot(i.destination, 1, VALUE);
}

function push(e: Emitter, i: Instruction): void {
  const { code } = e;
  if (i.form === Form.REGISTER) {
    e.checkPush();
    if (i.destination === ZERO) code.const(i.immediate);
    else e.getRegister(i.destination);
  } else {
    e.checkOperand(i, 4, false, PLACE_2);
    e.checkPush();
    e.load(4, false, PLACE_2);
  }
  code.set(VALUE);
  e.push(VALUE);
}

/** Of a register other than ESP. */
function pop(e: Emitter, i: Instruction): void {
  e.checkAt(ESP, 0, 4, false);
  e.load(4, false);
  e.setRegister(i.destination);
  e.moveStack(4);
}

function leave(e: Emitter): void {
  e.checkAt(EBP, 0, 4, false);
  e.noteStack();
  e.getRegister(EBP);
  e.code.binary(4, Op.I32_ADD);
  e.setRegister(ESP);
  e.stackLowered();
  e.load(4, false);
  e.setRegister(EBP);
}

function cbw(e: Emitter, i: Instruction): void {
  e.getRegister(EAX);
  e.code.op(i.size === 4 ? Op.I32_EXTEND16_S : Op.I32_EXTEND8_S);
  e.code.set(VALUE);
  e.writeSlot(EAX, i.size, VALUE);
}

function cwd(e: Emitter, i: Instruction): void {
  e.getSigned(EAX, i.size);
  e.code.binary(31, Op.I32_SHR_S);
  e.code.set(VALUE);
  e.writeSlot(registerSlot(EDX, i.size), i.size, VALUE);
}

function bswap(e: Emitter, i: Instruction): void {
  const { code } = e;
  const byteAt = (turn: number, mask: number) => {
    e.getRegister(i.destination);
    code.binary(turn, Op.I32_ROTL);
    code.binary(mask, Op.I32_AND);
  };
  byteAt(8, 0x00ff_00ff);
  byteAt(24, 0xff00_ff00 | 0);
  code.op(Op.I32_OR);
  e.setRegister(i.destination);
}

/** A register of a string instruction; DF is clear in all translations. */
function advance(e: Emitter, register: number, byteCount: number): void {
  e.getRegister(register);
  e.code.binary(byteCount, Op.I32_ADD);
  e.setRegister(register);
}

function movs(e: Emitter, i: Instruction): void {
  e.checkAt(ESI, 0, i.size, false, PLACE_2);
  e.checkAt(EDI, 0, i.size, true);
  e.load(i.size, false, PLACE_2);
  e.code.set(VALUE);
  e.store(i.size, VALUE);
  advance(e, ESI, i.size);
  advance(e, EDI, i.size);
}

function stos(e: Emitter, i: Instruction): void {
  e.checkAt(EDI, 0, i.size, true);
  e.store(i.size, Local.REGISTERS + EAX);
  advance(e, EDI, i.size);
}

function lods(e: Emitter, i: Instruction): void {
  e.checkAt(ESI, 0, i.size, false);
  e.load(i.size, false);
  e.code.set(VALUE);
  e.writeSlot(EAX, i.size, VALUE);
  advance(e, ESI, i.size);
}

function carryTo(change: (e: Emitter) => void): Rule['emit'] {
  return (e, _i, { needed }) => {
    if ((needed & Flags.CARRY) === 0) return;
    change(e);
    setCarry(e.code);
  };
}

/** CF changes, and OF stays what it is: they are in words of their own. */
const CARRY_ONLY: Partial<Rule> = { sets: () => Flags.CARRY, setter: 'mixed' };
const STRING: Partial<Rule> = {
  isSupported: (i) => i.repeat === Repeat.NONE,
  mayLeave: true,
};

const conditional: Record<string, Rule> = {};
for (const condition of CONDITIONS) {
  conditional[`cmov${condition}`] = rule(cmov, { isSupported: is32, uses: Flags.ALL });
  conditional[`set${condition}`] = rule(setcc, { uses: Flags.ALL });
}

export const MOVE_RULES: Readonly<Record<string, Rule>> = {
  mov: rule(mov),
  movzx: rule(widen(false)),
  movsx: rule(widen(true)),
  lea: rule(lea),
  xchg: rule(xchg),
  xadd: rule(xadd, {
    isSupported: (i) => is32(i) && i.form === Form.MEMORY_DESTINATION,
    sets: () => Flags.ALL,
    setter: 'mixed',
  }),
  push: rule(push, { isSupported: is32, mayLeave: true }),
  pop: rule(pop, {
    isSupported: (i) => is32(i) && i.form === Form.REGISTER && i.destination !== ESP,
    mayLeave: true,
  }),
  leave: rule(leave, { isSupported: is32, mayLeave: true }),
  cbw: rule(cbw),
  cwd: rule(cwd),
  bswap: rule(bswap, { isSupported: is32 }),
  nop: rule(() => undefined),
  cld: rule(() => undefined),
  movs: rule(movs, STRING),
  stos: rule(stos, STRING),
  lods: rule(lods, STRING),
  clc: rule(
    carryTo(({ code }) => code.const(0)),
    CARRY_ONLY,
  ),
  stc: rule(
    carryTo(({ code }) => code.const(1)),
    CARRY_ONLY,
  ),
  cmc: rule(
    carryTo(({ code }) => {
      getCarry(code);
      code.op(Op.I32_EQZ);
    }),
    { ...CARRY_ONLY, uses: Flags.CARRY },
  ),
  ...conditional,
};
