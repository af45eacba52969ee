/**
 * The place in a ring of descriptors, and the registers that show it. Am79C970A data sheet
 * (publication 19436), CSR24, CSR30, CSR72 to CSR78 and Re-Initialization.
 */
import type { Core } from './core';
import { descriptorBytes, styleOf } from './software-style';

/** Which registers belong to a ring: its base, its length in two's complement. */
export interface RingRegisters {
  readonly base: number;
  readonly length: number;
}

const COUNT_MAX = 0x1_0000;

export class Ring {
  /** Of the current descriptor, counted from the base. */
  index = 0;
  readonly #core: Core;
  readonly #registers: RingRegisters;

  constructor(core: Core, registers: RingRegisters) {
    this.#core = core;
    this.#registers = registers;
  }

  /** Descriptors in the ring, 1 to 65,536: the length 0, not to be programmed, is the most. */
  get count(): number {
    return COUNT_MAX - this.#core.csr[this.#registers.length];
  }

  /** Where the descriptor lies that is `distance` away from the current one. */
  address(distance: number): number {
    const { csr, bcr } = this.#core;
    const { base } = this.#registers;
    const { count } = this;
    const index = (this.index + distance + count) % count;
    const baseAddress = (csr[base] | (csr[base + 1] << 16)) >>> 0;
    return baseAddress + index * descriptorBytes(styleOf(bcr[20]));
  }

  advance(): void {
    this.index = this.index + 1 >= this.count ? 0 : this.index + 1;
  }

  /**
   * The ring counter of CSR72 and CSR74: it counts up from the two's complement of the length, and
   * 0 is the last descriptor.
   */
  get counter(): number {
    const { count, index } = this;
    return index === count - 1 ? 0 : (COUNT_MAX - count + index) & 0xffff;
  }

  set counter(value: number) {
    const { count } = this;
    const index = value === 0 ? count - 1 : (value - (COUNT_MAX - count) + COUNT_MAX) % COUNT_MAX;
    this.index = index % count;
  }
}
