/**
 * An assembler of bytes for random programs: immediates, ModRM operands in every addressing form,
 * and the moves that bring registers to where such an operand points.
 *
 * Source: SDM vol. 2, chapter 2. Numbers of registers are those of ModRM: 4 is ESP, 5 EBP.
 */
import { type Random } from '../../../hardware/random';

export const INTERESTING = [
  ...[0, 1, 2, 7, 8, 9, 0xf, 0x10, 0x1f, 0x20, 0x7f, 0x80, 0x81, 0x99, 0x9a, 0xff, 0x100],
  ...[0x7fff, 0x8000, 0x8001, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0x8000_0001],
  ...[0xffff_ff7f, 0xffff_ff80, 0xffff_8000, 0xffff_fffe, 0xffff_ffff],
];

/** ModRM's operand: what precedes the opcode, and what follows it for a reg field. */
export interface ModRm {
  readonly prefixes: readonly number[];
  readonly isMemory: boolean;
  encode(reg: number): number[];
}

export class Assembler {
  readonly bytes: number[] = [];
  readonly random: Random;
  /** The address of the first byte. */
  readonly origin: number;
  /** FS:0. */
  readonly fsBase: number;
  /** What ESP will be here; the generator keeps it right. */
  esp: number;

  constructor(random: Random, origin: number, fsBase: number, esp: number) {
    this.random = random;
    this.origin = origin;
    this.fsBase = fsBase;
    this.esp = esp;
  }

  get here(): number {
    return this.origin + this.bytes.length;
  }

  emit(...bytes: number[]): void {
    for (const byte of bytes) this.bytes.push(byte & 0xff);
  }

  below(limit: number): number {
    return this.random.below(limit);
  }

  chance(oneIn: number): boolean {
    return this.random.below(oneIn) === 0;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.random.below(values.length)];
  }

  value(): number {
    return this.chance(2) ? this.pick(INTERESTING) : this.random.nextUint32();
  }

  /** A register that may be overwritten: any but ESP and those of `avoid`. */
  register(avoid: readonly number[] = []): number {
    return this.pick([0, 1, 2, 3, 5, 6, 7].filter((register) => !avoid.includes(register)));
  }

  immediate(value: number, byteCount: number): number[] {
    return [0, 8, 16, 24].slice(0, byteCount).map((shift) => (value >>> shift) & 0xff);
  }

  /** mov r32, imm32 */
  set(register: number, value: number): void {
    this.emit(0xb8 + register, ...this.immediate(value, 4));
  }

  registerOperand(register: number): ModRm {
    return { prefixes: [], isMemory: false, encode: (reg) => [0xc0 | (reg << 3) | register] };
  }

  /**
   * A memory operand at `target`, in a random form; emits what sets its registers. Registers of
   * `avoid` are left as they are.
   */
  memoryOperand(target: number, avoid: readonly number[] = []): ModRm {
    const isFs = this.chance(4);
    const offset = isFs ? target - this.fsBase : target;
    const prefixes = isFs ? [0x64] : this.chance(8) ? [this.pick([0x26, 0x36, 0x3e])] : [];
    const has16 = isFs && offset >= 0 && offset < 0x1_0000 && avoid.every((r) => r < 3 || r === 4);
    if (has16 && this.chance(2)) return this.#operand16(offset, [...prefixes, 0x67]);
    const form = this.below(8);
    if (form === 0)
      return this.#encoded(prefixes, (reg) => [(reg << 3) | 5, ...this.immediate(offset, 4)]);
    if (form === 1) return this.#operandByEsp(target);
    if (form < 5) return this.#operandByBase(offset, prefixes, avoid);
    return this.#operandBySib(offset, prefixes, avoid);
  }

  /** Any operand that is all registers and displacement, whatever it points to: for LEA. */
  wildOperand(): ModRm {
    const index = this.pick([0, 1, 2, 3, 4, 5, 6, 7]);
    const sib = (this.below(4) << 6) | (index << 3) | this.below(8);
    if (this.chance(4)) {
      const rm = this.below(8);
      const displacement = this.immediate(this.value(), 2);
      return this.#encoded([0x67], (reg) => [0x80 | (reg << 3) | rm, ...displacement]);
    }
    const displacement = this.immediate(this.value(), 4);
    return this.#encoded([], (reg) => [0x84 | (reg << 3), sib, ...displacement]);
  }

  #encoded(prefixes: readonly number[], encode: (reg: number) => number[]): ModRm {
    return { prefixes, isMemory: true, encode };
  }

  #operandByEsp(target: number): ModRm {
    const displacement = this.immediate(target - this.esp, 4);
    return this.#encoded([], (reg) => [0x84 | (reg << 3), 0x24, ...displacement]);
  }

  #displacement(): { mod: number; value: number; bytes: number[] } {
    const mod = this.below(3);
    const value = mod === 0 ? 0 : mod === 1 ? this.below(256) - 128 : this.value();
    return { mod, value, bytes: this.immediate(value, [0, 1, 4][mod]) };
  }

  #operandByBase(offset: number, prefixes: readonly number[], avoid: readonly number[]): ModRm {
    const base = this.register(avoid);
    let { mod, value, bytes } = this.#displacement();
    if (mod === 0 && base === 5) [mod, value, bytes] = [1, 0, [0]];
    this.set(base, offset - value);
    return this.#encoded(prefixes, (reg) => [(mod << 6) | (reg << 3) | base, ...bytes]);
  }

  #operandBySib(offset: number, prefixes: readonly number[], avoid: readonly number[]): ModRm {
    const scale = this.below(4);
    const index = this.register(avoid);
    if (this.chance(4)) {
      // No base: index and a displacement of 32 bits.
      const value = this.value();
      this.set(index, value);
      const bytes = this.immediate(offset - (value << scale), 4);
      return this.#encoded(prefixes, (reg) => [
        0x04 | (reg << 3),
        (scale << 6) | (index << 3) | 5,
        ...bytes,
      ]);
    }
    const base = this.register([...avoid, index]);
    let { mod, value, bytes } = this.#displacement();
    if (mod === 0 && base === 5) [mod, value, bytes] = [1, 0, [0]];
    const indexValue = this.value();
    this.set(index, indexValue);
    this.set(base, offset - value - (indexValue << scale));
    const sib = (scale << 6) | (index << 3) | base;
    return this.#encoded(prefixes, (reg) => [(mod << 6) | 0x04 | (reg << 3), sib, ...bytes]);
  }

  /** 16-bit addressing; the upper halves of the registers must not matter. */
  #operand16(offset: number, prefixes: readonly number[]): ModRm {
    const form = this.below(8);
    const [base, index] = [[3, 6], [3, 7], [5, 6], [5, 7], [6], [7], [5], [3]][form];
    const mod = 1 + this.below(2);
    const displacement = mod === 1 ? this.below(256) - 128 : this.value();
    const first = index === undefined ? offset - displacement : this.value();
    this.set(base, (this.value() & 0xffff_0000) | (first & 0xffff));
    if (index !== undefined) {
      const second = (offset - displacement - first) & 0xffff;
      this.set(index, (this.value() & 0xffff_0000) | second);
    }
    const bytes = this.immediate(displacement, mod);
    return this.#encoded(prefixes, (reg) => [(mod << 6) | (reg << 3) | form, ...bytes]);
  }
}
