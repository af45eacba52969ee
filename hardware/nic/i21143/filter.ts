/**
 * Which frames the receiver takes: the table that a setup frame loads, and CSR6. HRM,
 * "Setup Frame"; CSR6, table of filtering modes.
 */
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES } from '../ethernet';
import type { RegisterValues } from '../../registers';
import { Tdes1 } from './descriptors';
import { CSR6, R } from './registers';

export const SETUP_BYTES = 192;
const ADDRESS_COUNT = 16;
/** The one perfect address beside the hash table: longwords 39 to 41. */
const HASH_ADDRESS_INDEX = 13;
/** An address takes three longwords, two bytes in the low half of each. */
const ENTRY_BYTES = 12;
/** 512 bits: the low halves of 32 longwords. */
const HASH_INDEX = 0x1ff;

export class Filter {
  readonly #regs: RegisterValues;
  /** As the last setup frame had it. */
  readonly #setup = new Uint8Array(SETUP_BYTES);
  #isLoaded = false;

  constructor(regs: RegisterValues) {
    this.#regs = regs;
  }

  /** No table: nothing matches until a setup frame has come. */
  reset(): void {
    this.#isLoaded = false;
  }

  /** A setup frame whose descriptor has `control` in TDES1: CSR6 shows the mode from now on. */
  load(setup: Uint8Array, control: number): void {
    this.#setup.set(setup.subarray(0, SETUP_BYTES));
    this.#isLoaded = true;
    const isHash = (control & Tdes1.FT0) !== 0;
    const isOther = (control & Tdes1.FT1) !== 0;
    let mode = 0;
    if (isHash) mode = isOther ? CSR6.HP | CSR6.HO : CSR6.HP;
    else if (isOther) mode = CSR6.IF;
    const regs = this.#regs;
    regs[R.CSR6] = (regs[R.CSR6] & ~(CSR6.HP | CSR6.HO | CSR6.IF)) | mode;
  }

  /** Whether the address filter passes the destination with which `frame` begins. */
  passes(frame: Uint8Array): boolean {
    const mode = this.#regs[R.CSR6];
    if ((mode & CSR6.PR) !== 0) return true;
    const isGroup = (frame[0] & 1) !== 0;
    if (isGroup && (mode & CSR6.PM) !== 0) return true;
    if (!this.#isLoaded) return false;
    if ((mode & CSR6.HP) === 0) return this.#isListed(frame) !== ((mode & CSR6.IF) !== 0);
    if (isGroup || (mode & CSR6.HO) !== 0) return this.#isHashed(frame);
    return this.#equals(frame, HASH_ADDRESS_INDEX);
  }

  #isListed(frame: Uint8Array): boolean {
    for (let index = 0; index < ADDRESS_COUNT; index++) if (this.#equals(frame, index)) return true;
    return false;
  }

  #equals(frame: Uint8Array, index: number): boolean {
    const setup = this.#setup;
    const at = ENTRY_BYTES * index;
    return (
      frame[0] === setup[at] &&
      frame[1] === setup[at + 1] &&
      frame[2] === setup[at + 4] &&
      frame[3] === setup[at + 5] &&
      frame[4] === setup[at + 8] &&
      frame[5] === setup[at + 9]
    );
  }

  /** The nine low bits of the CRC, before it is inverted, choose a bit. */
  #isHashed(frame: Uint8Array): boolean {
    const index = ~frameCheckSequence(frame, ADDRESS_BYTES) & HASH_INDEX;
    const byte = this.#setup[4 * (index >>> 4) + ((index >>> 3) & 1)];
    return ((byte >>> (index & 7)) & 1) !== 0;
  }
}
