/**
 * The instruction decoder: bytes in, one {@link Instruction} filled in, for 32-bit code.
 *
 * Source: SDM vol. 2, chapter 2 (prefixes, ModRM, SIB) and appendix A. F2 and F3 before 0F select
 * an SSE opcode where there is one, and are ignored before other instructions than string ones.
 */
import {
  ESP,
  EBP,
  Form,
  Repeat,
  Segment,
  ZERO,
  registerSlot,
  type Instruction,
  type OperandBytes,
} from './instruction';
import { findOpcode, type Opcode, type Operand } from './opcodes';

/** SDM vol. 2, 2.3.11: a longer instruction is a general protection fault. */
const LENGTH_MAX_BYTES = 15;

/**
 * `undefined`: no such opcode, or LOCK where it is not allowed. `truncated`: the bytes that may be
 * fetched end within the instruction. In both cases `length` is what was looked at.
 */
export type DecodeOutcome = 'decoded' | 'undefined' | 'truncated' | 'too-long';

/** SDM vol. 2, LOCK: the instructions that may have it, with a memory destination. */
const LOCKABLE = new Set([
  ...['add', 'adc', 'and', 'btc', 'btr', 'bts', 'cmpxchg', 'cmpxchg8b', 'dec', 'inc', 'neg'],
  ...['not', 'or', 'sbb', 'sub', 'xor', 'xadd', 'xchg'],
]);

/** 16-bit addressing forms (SDM vol. 2, table 2-1): base and index by the r/m field. */
const BASES_16 = [3, 3, 5, 5, ZERO, ZERO, 5, 3];
const INDICES_16 = [6, 7, 6, 7, 6, 7, ZERO, ZERO];

export class Decoder {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #end = 0;
  #isTruncated = false;
  #isOperand16 = false;
  #isAddress16 = false;
  /** The last of 66, F2 and F3, which selects among SSE opcodes. */
  #simdPrefix = 0;
  #modRm = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /**
   * Fills in `instruction` from the bytes at `offset`, of which those from `end` on may not be
   * fetched.
   */
  decode(instruction: Instruction, offset: number, end: number): DecodeOutcome {
    this.#offset = offset;
    this.#end = end;
    this.#isTruncated = false;
    this.#reset(instruction);
    const outcome = this.#decode(instruction);
    instruction.length = this.#offset - offset;
    if (instruction.length > LENGTH_MAX_BYTES) return 'too-long';
    if (this.#isTruncated) return 'truncated';
    return outcome;
  }

  #reset(instruction: Instruction): void {
    instruction.mnemonic = '';
    instruction.form = Form.REGISTER;
    instruction.destination = ZERO;
    instruction.source = ZERO;
    instruction.immediate = 0;
    instruction.immediate2 = 0;
    instruction.base = ZERO;
    instruction.index = ZERO;
    instruction.scale = 0;
    instruction.displacement = 0;
    instruction.segment = Segment.FLAT;
    instruction.repeat = Repeat.NONE;
    instruction.isLocked = false;
    instruction.isRelative = false;
    this.#isOperand16 = false;
    this.#isAddress16 = false;
    this.#simdPrefix = 0;
  }

  #decode(instruction: Instruction): DecodeOutcome {
    let byte = this.#prefixes(instruction);
    const isTwoByte = byte === 0x0f;
    if (isTwoByte) byte = this.#byte();
    // Only a look: the byte is taken once it is known to be there.
    this.#modRm = this.#offset < this.#end ? this.#bytes[this.#offset] : 0;
    const opcode = findOpcode(this.#simdPrefix, isTwoByte, byte, this.#modRm);
    if (opcode === undefined) return 'undefined';
    instruction.mnemonic = opcode.mnemonic;
    instruction.selector = opcode.condition;
    instruction.addressMask = this.#isAddress16 ? 0xffff : -1;
    instruction.size = this.#operandSize(opcode);
    instruction.sourceSize =
      opcode.operands.length > 1 ? this.#bytesOf(opcode.operands[1].width) : instruction.size;
    const isMemory = opcode.hasModRm && this.#modRmByte(instruction, opcode);
    for (let position = 0; position < opcode.operands.length; position++) {
      if (!this.#operand(instruction, opcode, position, byte & 7, isMemory)) return 'undefined';
    }
    if (instruction.isLocked) {
      const isAllowed =
        LOCKABLE.has(instruction.mnemonic) && instruction.form === Form.MEMORY_DESTINATION;
      if (!isAllowed) return 'undefined';
    }
    return 'decoded';
  }

  /** Takes the prefixes, at most as many as an instruction is long, and the byte behind them. */
  #prefixes(instruction: Instruction): number {
    for (let count = 0; ; count++) {
      const byte = this.#byte();
      if (count >= LENGTH_MAX_BYTES) return byte;
      switch (byte) {
        case 0x66:
          this.#isOperand16 = true;
          this.#simdPrefix = 0x66;
          break;
        case 0x67:
          this.#isAddress16 = true;
          break;
        case 0xf2:
          instruction.repeat = Repeat.REPNE;
          this.#simdPrefix = byte;
          break;
        case 0xf3:
          instruction.repeat = Repeat.REP;
          this.#simdPrefix = byte;
          break;
        case 0xf0:
          instruction.isLocked = true;
          break;
        case 0x26:
        case 0x2e:
        case 0x36:
        case 0x3e:
          instruction.segment = Segment.FLAT;
          break;
        case 0x64:
          instruction.segment = Segment.FS;
          break;
        case 0x65:
          instruction.segment = Segment.GS;
          break;
        default:
          return byte;
      }
    }
  }

  #operandSize(opcode: Opcode): OperandBytes {
    const first: Operand | undefined = opcode.operands[0];
    const isSized = first !== undefined && !'IJA'.includes(first.kind);
    return this.#bytesOf(isSized ? first.width : 'v');
  }

  #bytesOf(width: string): OperandBytes {
    if (width === 'b') return 1;
    if (width === 'w') return 2;
    if (width === 'd') return 4;
    return this.#isOperand16 ? 2 : 4;
  }

  /** Takes ModRM and what belongs to it. True if it addresses memory. */
  #modRmByte(instruction: Instruction, opcode: Opcode): boolean {
    this.#byte();
    const mod = this.#modRm >> 6;
    if (mod === 3 || opcode.operands[0]?.kind === 'R') return false;
    if (this.#isAddress16) this.#address16(instruction, mod, this.#modRm & 7);
    else this.#address32(instruction, mod, this.#modRm & 7);
    return true;
  }

  #address32(instruction: Instruction, mod: number, rm: number): void {
    let base = rm;
    if (rm === ESP) {
      const sib = this.#byte();
      base = sib & 7;
      const index = (sib >> 3) & 7;
      // ESP cannot be an index: its number means that there is none.
      instruction.index = index === ESP ? ZERO : index;
      instruction.scale = sib >> 6;
    }
    if (base === EBP && mod === 0) {
      instruction.displacement = this.#dword();
      return;
    }
    instruction.base = base;
    if (mod === 1) instruction.displacement = (this.#byte() << 24) >> 24;
    else if (mod === 2) instruction.displacement = this.#dword();
  }

  #address16(instruction: Instruction, mod: number, rm: number): void {
    if (mod === 0 && rm === 6) {
      instruction.displacement = this.#word();
      return;
    }
    // BX + SI and the like; a lone SI or DI is an index without a base.
    instruction.base = BASES_16[rm];
    instruction.index = INDICES_16[rm];
    if (mod === 1) instruction.displacement = (this.#byte() << 24) >> 24;
    else if (mod === 2) instruction.displacement = this.#word();
  }

  /** Takes the operand at `position`. False if there is no such instruction. */
  #operand(
    instruction: Instruction,
    opcode: Opcode,
    position: number,
    low: number,
    isMemory: boolean,
  ): boolean {
    const { kind, width } = opcode.operands[position];
    switch (kind) {
      case 'M':
        if (!isMemory) return false;
        this.#memoryOperand(instruction, position);
        break;
      case 'E':
      case 'R':
        if (isMemory) this.#memoryOperand(instruction, position);
        else this.#registerOperand(instruction, position, this.#modRm & 7, width);
        break;
      case 'G':
        this.#registerOperand(instruction, position, (this.#modRm >> 3) & 7, width);
        break;
      case 'Z':
        this.#registerOperand(instruction, position, low, width);
        break;
      case 'a':
        this.#registerOperand(instruction, position, 0, width);
        break;
      case 'd':
        this.#registerOperand(instruction, position, 2, width);
        break;
      case 'c':
        // The count of shld and shrd; of other shifts it is the source.
        if (position === 2) instruction.immediate2 = 1;
        else this.#registerOperand(instruction, position, 1, width);
        break;
      case 'O':
        instruction.displacement = this.#isAddress16 ? this.#word() : this.#dword();
        this.#memoryOperand(instruction, position);
        break;
      case 'A':
        instruction.immediate = this.#immediate('v');
        instruction.immediate2 = this.#word();
        break;
      case '1':
        this.#immediateOperand(instruction, position, 1);
        break;
      case 'I':
        if (position === 1 && opcode.operands[0].kind === 'I')
          instruction.immediate2 = this.#immediate(width);
        else this.#immediateOperand(instruction, position, this.#immediate(width));
        break;
      case 'J':
        instruction.isRelative = true;
        instruction.immediate = this.#immediate(width === 'b' ? 's' : width);
        break;
    }
    return true;
  }

  #memoryOperand(instruction: Instruction, position: number): void {
    instruction.form = position === 0 ? Form.MEMORY_DESTINATION : Form.MEMORY_SOURCE;
  }

  #registerOperand(instruction: Instruction, position: number, register: number, width: string) {
    const slot = registerSlot(register, this.#bytesOf(width));
    if (position === 0) instruction.destination = slot;
    else instruction.source = slot;
  }

  #immediateOperand(instruction: Instruction, position: number, value: number): void {
    instruction.immediate = value;
    if (position === 1) instruction.source = ZERO;
  }

  #immediate(width: string): number {
    if (width === 'b') return this.#byte();
    if (width === 's') return (this.#byte() << 24) >> 24;
    if (width === 'w' || this.#isOperand16) return this.#word();
    return this.#dword();
  }

  #byte(): number {
    const offset = this.#offset++;
    if (offset < this.#end) return this.#bytes[offset];
    this.#isTruncated = true;
    return 0;
  }

  #word(): number {
    return this.#byte() | (this.#byte() << 8);
  }

  #dword(): number {
    return this.#word() | (this.#word() << 16);
  }
}
