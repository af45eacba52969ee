/**
 * One decoded machine instruction: what decode.ts says of the bytes, and the function that runs it.
 *
 * An instruction is bound to its address for good. Links between instructions therefore never go
 * stale: when code is overwritten, the instruction there is merely set back to "not decoded".
 */
import type { Cpu } from './cpu';
import type { Head } from './translation/head';

/** Runs one instruction and says which one comes next. */
export type Handler = (cpu: Cpu, instruction: Instruction) => Instruction;

/** Operand size, in bytes. */
export type OperandBytes = 1 | 2 | 4;

/** Numbers of the general registers, as ModRM has them (SDM vol. 2, table 2-2). */
export const EAX = 0;
export const ECX = 1;
export const EDX = 2;
export const EBX = 3;
export const ESP = 4;
export const EBP = 5;
export const ESI = 6;
export const EDI = 7;
/**
 * The slot of a register that is always zero, in the arrays of all sizes. An operand that is not
 * there is this register, so that a source is always register + immediate, and an address always
 * base + index + displacement.
 */
export const ZERO = 32;

/** Which operand of an instruction lies in memory. */
export const Form = { REGISTER: 0, MEMORY_SOURCE: 1, MEMORY_DESTINATION: 2 } as const;
export type Form = (typeof Form)[keyof typeof Form];

export const Repeat = { NONE: 0, REP: 1, REPNE: 2 } as const;
export type Repeat = (typeof Repeat)[keyof typeof Repeat];

/** Segment override of a memory operand; the flat segments need no telling apart. */
export const Segment = { FLAT: 0, FS: 4, GS: 5 } as const;
export type Segment = (typeof Segment)[keyof typeof Segment];

/** Returns the slot of a register in the array of registers of that size: AH is the byte slot 1. */
export function registerSlot(register: number, size: OperandBytes): number {
  if (size === 4) return register;
  if (size === 2) return 2 * register;
  return register < 4 ? 4 * register : 4 * (register - 4) + 1;
}

export class Instruction {
  /** Where it lies, as a signed 32-bit number: those are small integers to a JavaScript engine. */
  readonly address: number;
  /** A place of the host, which costs no guest time, and not machine code. */
  readonly isHost: boolean;
  /** Runs it, or the translation that begins with it. */
  execute: Handler;
  /** Runs it alone. */
  interpreted: Handler;
  /** Where code is entered often, how often it was, and its translation. */
  head: Head | undefined = undefined;
  /** The instruction behind this one. */
  next: Instruction = this;
  /** A branch whose displacement is `immediate`; `target` is where it goes. */
  isRelative = false;
  target: Instruction = this;
  /** Bytes; 0 while it is not decoded. */
  length = 0;
  mnemonic = '';
  form: Form = Form.REGISTER;
  size: OperandBytes = 4;
  /** Of the second operand, where it differs: movzx and movsx. */
  sourceSize: OperandBytes = 4;
  /** Slot of the register that is written, or of the only one. */
  destination: number = ZERO;
  /** Slot of the register that is read; the zero register where the source is an immediate. */
  source: number = ZERO;
  /** Sign-extended; for relative branches the displacement. */
  immediate = 0;
  /** The nesting level of `enter`, the selector of a far pointer. */
  immediate2 = 0;
  base: number = ZERO;
  index: number = ZERO;
  /** How far the index is shifted. */
  scale = 0;
  displacement = 0;
  /** All ones, or 0xFFFF where the address size is 16 bits. */
  addressMask = -1;
  segment: Segment = Segment.FLAT;
  segmentBase = 0;
  /**
   * Which one of its family: the condition of jcc, setcc and cmovcc (the opcode's low four bits,
   * SDM vol. 1, appendix B), the operation of arithmetic and shifts.
   */
  selector = 0;
  repeat: Repeat = Repeat.NONE;
  isLocked = false;
  /** The handler behind one that wraps it. */
  inner: Handler;

  constructor(address: number, execute: Handler, isHost: boolean) {
    this.address = address;
    this.execute = execute;
    this.interpreted = execute;
    this.inner = execute;
    this.isHost = isHost;
  }
}
