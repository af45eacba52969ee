/**
 * What the translations of all instructions are made of: registers and their parts, checked accesses
 * to memory, and ways out.
 *
 * A way out ("site") is an instruction before which the translation ends, with all registers and
 * flags as they are there. Whatever is not plain, be it a device register, a freed byte or code that
 * is written to, leaves that way before its instruction has done anything, and the interpreter runs
 * that instruction: so faults, devices and findings are its affair alone.
 */
import { VIRTUAL_BASE } from '../../address';
import { CODE_LINE_BYTES, type Memory } from '../../memory';
import { ESP, ZERO, type Instruction, type OperandBytes } from '../instruction';
import { CodeWriter, Op, type Label } from '../../web-assembly/code-writer';
import { Local } from './machine-state';

const LINE_SHIFT = Math.log2(CODE_LINE_BYTES);

/** Why a translation ends. */
export const SiteKind = {
  /** The interpreter is to run the instruction at the address. */
  INTERPRET: 0,
  /** Execution goes on at the address, which is not translated here. */
  GO_ON: 1,
  /** Execution goes on at the address in {@link State.TARGET}. */
  GO_ON_AT_TARGET: 2,
} as const;
export type SiteKind = (typeof SiteKind)[keyof typeof SiteKind];

export interface Site {
  readonly kind: SiteKind;
  /** Signed; 0 if it is only known at run time. */
  readonly address: number;
  /** Instructions that were counted for the block, and have not run. */
  readonly uncounted: number;
}

const LOADS = { 1: Op.I32_LOAD8_U, 2: Op.I32_LOAD16_U, 4: Op.I32_LOAD } as const;
const SIGNED_LOADS = { 1: Op.I32_LOAD8_S, 2: Op.I32_LOAD16_S, 4: Op.I32_LOAD } as const;
const STORES = { 1: Op.I32_STORE8, 2: Op.I32_STORE16, 4: Op.I32_STORE } as const;

/** Two places of memory that one instruction may need. */
export type PlaceLocal = typeof Local.PLACE | typeof Local.PLACE_2;

export class Emitter {
  readonly code = new CodeWriter();
  readonly sites: Site[] = [];
  readonly memory: Memory;
  /** The label behind which everything is left. */
  exit: Label | undefined = undefined;
  /** The instruction under way, and how many of its block have not run yet, itself included. */
  #instruction: Instruction | undefined;
  #uncounted = 0;
  #hasSite = false;
  /** ESP has been lowered, and the lowest value is not noted yet. */
  #isStackLowered = false;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  begin(instruction: Instruction, uncounted: number): void {
    this.#instruction = instruction;
    this.#uncounted = uncounted;
    this.#hasSite = false;
  }

  /** Names the way out that is taken next. */
  setSite(kind: SiteKind, address: number, uncounted: number): void {
    this.code.const(this.sites.length);
    this.code.set(Local.SITE);
    this.sites.push({ kind, address, uncounted });
  }

  /** Leaves by {@link Emitter.setSite}'s way. */
  leave(kind: SiteKind, address: number, uncounted = 0): void {
    this.setSite(kind, address, uncounted);
    this.code.branch(Op.BR, this.exit!);
  }

  /** Before a condition that is to be followed by {@link Emitter.leaveIf}. */
  prepareLeave(): void {
    if (this.#hasSite) return;
    this.setSite(SiteKind.INTERPRET, this.#instruction!.address, this.#uncounted);
    this.#hasSite = true;
  }

  /** Has the interpreter run this instruction if the value on the stack is not zero. */
  leaveIf(): void {
    this.code.branch(Op.BR_IF, this.exit!);
  }

  /** Puts a register of 32 bits on the stack. */
  getRegister(register: number): void {
    this.code.get(Local.REGISTERS + register);
  }

  setRegister(register: number): void {
    this.code.set(Local.REGISTERS + register);
  }

  /** Puts the operand of a slot on the stack, extended by its sign. */
  getSigned(slot: number, size: OperandBytes): void {
    const { code } = this;
    if (size === 4) return this.getRegister(slot);
    if (size === 2) {
      this.getRegister(slot >> 1);
      return code.op(Op.I32_EXTEND16_S);
    }
    this.getRegister(slot >> 2);
    if ((slot & 3) !== 0) code.binary(8, Op.I32_SHR_U);
    code.op(Op.I32_EXTEND8_S);
  }

  /** Puts the operand of a slot on the stack, with zeros above it. */
  getUnsigned(slot: number, size: OperandBytes): void {
    const { code } = this;
    if (size === 4) return this.getRegister(slot);
    this.getRegister(size === 2 ? slot >> 1 : slot >> 2);
    if (size === 1 && (slot & 3) !== 0) code.binary(8, Op.I32_SHR_U);
    code.binary(size === 2 ? 0xffff : 0xff, Op.I32_AND);
  }

  /** Puts a local's low bits into the register of a slot. */
  writeSlot(slot: number, size: OperandBytes, local: number): void {
    const { code } = this;
    if (size === 4) {
      code.get(local);
      return this.setRegister(slot);
    }
    const register = size === 2 ? slot >> 1 : slot >> 2;
    const shift = size === 1 && (slot & 3) !== 0 ? 8 : 0;
    const mask = size === 2 ? 0xffff : 0xff;
    this.getRegister(register);
    code.binary(~(mask << shift), Op.I32_AND);
    code.get(local);
    code.binary(mask, Op.I32_AND);
    if (shift !== 0) code.binary(shift, Op.I32_SHL);
    code.op(Op.I32_OR);
    this.setRegister(register);
  }

  /** Puts the offset that ModRM says on the stack, and `distance` more. */
  getEffectiveOffset(i: Instruction, distance = 0): void {
    const { code } = this;
    const displacement = (i.displacement + distance) | 0;
    const hasBase = i.base !== ZERO;
    if (hasBase) this.getRegister(i.base);
    if (i.index !== ZERO) {
      this.getRegister(i.index);
      if (i.scale !== 0) code.binary(i.scale, Op.I32_SHL);
      if (hasBase) code.op(Op.I32_ADD);
    }
    if (!hasBase && i.index === ZERO) code.const(displacement);
    else if (displacement !== 0) code.binary(displacement, Op.I32_ADD);
  }

  /** Checks the memory operand and leaves its place in a local. */
  checkOperand(
    i: Instruction,
    byteCount: OperandBytes,
    isWritten: boolean,
    place: PlaceLocal = Local.PLACE,
  ): void {
    this.prepareLeave();
    this.getEffectiveOffset(i, -VIRTUAL_BASE);
    this.#check(byteCount, isWritten, place);
  }

  /** Checks the memory at a register's value and `distance`. */
  checkAt(
    register: number,
    distance: number,
    byteCount: OperandBytes,
    isWritten: boolean,
    place: PlaceLocal = Local.PLACE,
  ): void {
    this.prepareLeave();
    this.getRegister(register);
    this.code.binary((distance - VIRTUAL_BASE) | 0, Op.I32_ADD);
    this.#check(byteCount, isWritten, place);
  }

  #check(byteCount: OperandBytes, isWritten: boolean, place: PlaceLocal): void {
    const { code, memory } = this;
    code.tee(place);
    code.binary(memory.byteCount - byteCount, Op.I32_GT_U);
    this.leaveIf();
    code.get(place);
    code.memory(SIGNED_LOADS[byteCount], memory.shadow.byteOffset);
    code.binary(-1, Op.I32_NE);
    this.leaveIf();
    if (!isWritten) return;
    code.get(place);
    code.binary(LINE_SHIFT, Op.I32_SHR_U);
    code.memory(Op.I32_LOAD8_U, memory.codeLines.byteOffset);
    this.leaveIf();
  }

  /** Puts what lies at a checked place on the stack. */
  load(byteCount: OperandBytes, isSigned: boolean, place: PlaceLocal = Local.PLACE): void {
    this.code.get(place);
    this.code.memory((isSigned ? SIGNED_LOADS : LOADS)[byteCount], 0);
  }

  /** Writes a local to a checked place. */
  store(byteCount: OperandBytes, local: number, place: PlaceLocal = Local.PLACE): void {
    this.code.get(place, local);
    this.code.memory(STORES[byteCount], 0);
  }

  /** Pushes a local of 32 bits, whose place was checked by {@link Emitter.checkPush}. */
  push(local: number, place: PlaceLocal = Local.PLACE): void {
    this.store(4, local, place);
    this.moveStack(-4);
  }

  checkPush(place: PlaceLocal = Local.PLACE): void {
    this.checkAt(ESP, -4, 4, true, place);
  }

  /** Moves ESP by so many bytes. */
  moveStack(byteCount: number): void {
    if (byteCount > 0) this.noteStack();
    this.getRegister(ESP);
    this.code.binary(byteCount, Op.I32_ADD);
    this.setRegister(ESP);
    if (byteCount < 0) this.stackLowered();
  }

  /** Says that ESP may be lower than it ever was. */
  stackLowered(): void {
    this.#isStackLowered = true;
  }

  /** Notes ESP before it rises, if it was lowered: that way only the lowest values are noted. */
  noteStack(): void {
    if (!this.#isStackLowered) return;
    this.#isStackLowered = false;
    this.noteLowest();
  }

  /** Keeps the lower of ESP and the lowest value. */
  noteLowest(): void {
    const { code } = this;
    this.getRegister(ESP);
    code.get(Local.STACK_LOW);
    this.getRegister(ESP);
    code.get(Local.STACK_LOW);
    code.op(Op.I32_LT_S, Op.SELECT);
    code.set(Local.STACK_LOW);
  }
}
