/**
 * The initialization block: what the controller fetches from memory when CSR0.INIT is set.
 * Am79C970A data sheet (publication 19436), Initialization Block.
 */
import { physical } from '../../address';
import type { Core } from './core';
import { Style, styleOf } from './software-style';

const BLOCK_BYTES_MAX = 28;
const BLOCK_BYTES_16 = 24;
const PADR_OFFSET_16 = 2;
const LADRF_OFFSET_16 = 8;
const PADR_OFFSET_32 = 4;
const LADRF_OFFSET_32 = 12;
/** RLEN and TLEN are powers of two: to 128 in the 16-bit block, to 512 in the other. */
const LOG2_COUNT_MAX = 9;

export class InitBlock {
  readonly #core: Core;
  readonly #bytes = new Uint8Array(BLOCK_BYTES_MAX);
  readonly #view = new DataView(this.#bytes.buffer);

  constructor(core: Core) {
    this.#core = core;
  }

  /** Fetches the block and puts it into the registers. False if the bus refuses. */
  load(): boolean {
    const { csr, bcr, busMaster } = this.#core;
    const is32 = styleOf(bcr[20]) !== Style.LANCE;
    const address = ((csr[1] | (csr[2] << 16)) & (is32 ? ~3 : ~1)) >>> 0;
    const byteCount = is32 ? BLOCK_BYTES_MAX : BLOCK_BYTES_16;
    if (!busMaster.read(physical(address), this.#bytes, 0, byteCount)) return false;
    csr[15] = this.#view.getUint16(0, true);
    this.#loadWords(12, is32 ? PADR_OFFSET_32 : PADR_OFFSET_16, 3);
    this.#loadWords(8, is32 ? LADRF_OFFSET_32 : LADRF_OFFSET_16, 4);
    if (is32) this.#loadRings32();
    else this.#loadRings16();
    return true;
  }

  #loadWords(number: number, offset: number, count: number): void {
    const { csr } = this.#core;
    for (let word = 0; word < count; word++)
      csr[number + word] = this.#view.getUint16(offset + 2 * word, true);
  }

  /** Descriptors of 8 bytes, at multiples of 8, below 16 MB from where CSR2 says. */
  #loadRings16(): void {
    const view = this.#view;
    const upper = this.#core.csr[2] & 0xff00;
    const rdra = view.getUint16(18, true);
    const tdra = view.getUint16(22, true);
    this.#setRing(24, 76, view.getUint16(16, true) & ~7, upper | (rdra & 0xff), rdra >>> 13);
    this.#setRing(30, 78, view.getUint16(20, true) & ~7, upper | (tdra & 0xff), tdra >>> 13);
    this.#setLengths(rdra >>> 13, tdra >>> 13);
  }

  /** Descriptors of 16 bytes, at multiples of 16. */
  #loadRings32(): void {
    const view = this.#view;
    const rlen = (this.#bytes[2] >>> 4) & 0xf;
    const tlen = this.#bytes[3] >>> 4;
    const [rdra, tdra] = [view.getUint32(20, true), view.getUint32(24, true)];
    this.#setRing(24, 76, rdra & 0xfff0, rdra >>> 16, rlen);
    this.#setRing(30, 78, tdra & 0xfff0, tdra >>> 16, tlen);
    this.#setLengths(rlen, tlen);
  }

  #setRing(base: number, length: number, low: number, high: number, log2Count: number): void {
    const { csr } = this.#core;
    csr[base] = low;
    csr[base + 1] = high;
    csr[length] = -(1 << Math.min(log2Count, LOG2_COUNT_MAX));
  }

  #setLengths(rlen: number, tlen: number): void {
    this.#core.csr[6] = (tlen << 12) | (rlen << 8);
  }
}
