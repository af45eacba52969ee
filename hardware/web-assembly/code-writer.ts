/**
 * Writes the bytes of a WebAssembly function: opcodes, numbers in LEB128, and labels, of which it
 * knows how deep they lie.
 *
 * Source: WebAssembly Core Specification 2.0, 5.2 (values) and 5.4 (instructions).
 */

/** Opcodes, by their names in the specification's index of instructions (appendix A.7). */
export const Op = {
  UNREACHABLE: 0x00,
  BLOCK: 0x02,
  LOOP: 0x03,
  IF: 0x04,
  END: 0x0b,
  BR: 0x0c,
  BR_IF: 0x0d,
  BR_TABLE: 0x0e,
  SELECT: 0x1b,
  LOCAL_GET: 0x20,
  LOCAL_SET: 0x21,
  LOCAL_TEE: 0x22,
  I32_LOAD: 0x28,
  I32_LOAD8_S: 0x2c,
  I32_LOAD8_U: 0x2d,
  I32_LOAD16_S: 0x2e,
  I32_LOAD16_U: 0x2f,
  I32_STORE: 0x36,
  I32_STORE8: 0x3a,
  I32_STORE16: 0x3b,
  I32_CONST: 0x41,
  I64_CONST: 0x42,
  I32_EQZ: 0x45,
  I32_EQ: 0x46,
  I32_NE: 0x47,
  I32_LT_S: 0x48,
  I32_LT_U: 0x49,
  I32_GT_S: 0x4a,
  I32_GT_U: 0x4b,
  I32_LE_S: 0x4c,
  I32_LE_U: 0x4d,
  I32_GE_S: 0x4e,
  I32_GE_U: 0x4f,
  I64_NE: 0x52,
  I32_POPCNT: 0x69,
  I32_ADD: 0x6a,
  I32_SUB: 0x6b,
  I32_MUL: 0x6c,
  I32_AND: 0x71,
  I32_OR: 0x72,
  I32_XOR: 0x73,
  I32_SHL: 0x74,
  I32_SHR_S: 0x75,
  I32_SHR_U: 0x76,
  I32_ROTL: 0x77,
  I32_ROTR: 0x78,
  I64_MUL: 0x7e,
  I32_DIV_S: 0x6d,
  I32_REM_S: 0x6f,
  I64_DIV_U: 0x80,
  I64_REM_U: 0x82,
  I64_OR: 0x84,
  I64_SHL: 0x86,
  I64_SHR_U: 0x88,
  I32_WRAP_I64: 0xa7,
  I64_EXTEND_I32_S: 0xac,
  I64_EXTEND_I32_U: 0xad,
  I32_EXTEND8_S: 0xc0,
  I32_EXTEND16_S: 0xc1,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

/** Opcodes behind the prefix of vector instructions. */
export const VectorOp = {
  V128_LOAD: 0x00,
  V128_NOT: 0x4d,
  V128_AND: 0x4e,
  V128_ANY_TRUE: 0x53,
} as const;
const VECTOR_PREFIX = 0xfd;

/** The type of a block that leaves nothing. */
const EMPTY = 0x40;
const INITIAL_BYTES = 4096;

/** Where a branch can go: the end of a block, or the beginning of a loop. */
export type Label = symbol;

export class CodeWriter {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;
  readonly #labels: Label[] = [];

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = value;
  }

  append(bytes: Uint8Array | readonly number[]): void {
    for (let index = 0; index < bytes.length; index++) this.byte(bytes[index]);
  }

  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  signed(value: number): void {
    let rest = value | 0;
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  op(...opcodes: Op[]): void {
    for (const opcode of opcodes) this.byte(opcode);
  }

  get(...locals: number[]): void {
    for (const local of locals) {
      this.byte(Op.LOCAL_GET);
      this.unsigned(local);
    }
  }

  set(local: number): void {
    this.byte(Op.LOCAL_SET);
    this.unsigned(local);
  }

  tee(...locals: number[]): void {
    for (const local of locals) {
      this.byte(Op.LOCAL_TEE);
      this.unsigned(local);
    }
  }

  const(value: number): void {
    this.byte(Op.I32_CONST);
    this.signed(value);
  }

  const64(value: number): void {
    this.byte(Op.I64_CONST);
    this.signed(value);
  }

  /** The value on the stack, and `value`, by a binary operation. */
  binary(value: number, opcode: Op): void {
    this.const(value);
    this.byte(opcode);
  }

  /** A load or store at a constant distance from the address; of no alignment. */
  memory(opcode: Op, offset: number): void {
    this.byte(opcode);
    this.byte(0);
    this.unsigned(offset);
  }

  vector(opcode: (typeof VectorOp)[keyof typeof VectorOp]): void {
    this.byte(VECTOR_PREFIX);
    this.unsigned(opcode);
  }

  vectorLoad(offset: number): void {
    this.vector(VectorOp.V128_LOAD);
    this.byte(0);
    this.unsigned(offset);
  }

  /** Opens a block, a loop or an if. */
  open(opcode: typeof Op.BLOCK | typeof Op.LOOP | typeof Op.IF): Label {
    const label = Symbol();
    this.#labels.push(label);
    this.byte(opcode);
    this.byte(EMPTY);
    return label;
  }

  close(): void {
    this.#labels.pop();
    this.byte(Op.END);
  }

  branch(opcode: typeof Op.BR | typeof Op.BR_IF, label: Label): void {
    this.byte(opcode);
    this.unsigned(this.#depthOf(label));
  }

  /** Goes to the label that the number on the stack says, counted from 0; the last for all others. */
  branchTable(labels: readonly Label[]): void {
    this.byte(Op.BR_TABLE);
    this.unsigned(labels.length - 1);
    for (const label of labels) this.unsigned(this.#depthOf(label));
  }

  #depthOf(label: Label): number {
    return this.#labels.length - 1 - this.#labels.lastIndexOf(label);
  }
}
