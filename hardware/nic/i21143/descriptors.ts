/**
 * Descriptors and the lists of them, rings and chains. HRM, "Descriptor Lists and Data Buffers".
 */
import { physical } from '../../address';
import type { BusMasterPort } from '../../ports';
import { CSR0, R } from './registers';

const DESCRIPTOR_BYTES = 16;
const DSL_SHIFT = 2;
const LONGWORD_BYTES = 4;

export const OWN = 0x8000_0000;

/** RDES0. */
export const Rdes0 = {
  CE: 0x0002,
  RW: 0x0010,
  FT: 0x0020,
  TL: 0x0080,
  LS: 0x0100,
  FS: 0x0200,
  MF: 0x0400,
  RF: 0x0800,
  DT_INTERNAL: 0x1000,
  DT_EXTERNAL: 0x2000,
  DE: 0x4000,
  ES: 0x8000,
  FF: 0x4000_0000,
} as const;
export const FL_SHIFT = 16;
export const FL = 0x3fff;

/** TDES0. */
export const Tdes0 = {
  LF: 0x0004,
  EC: 0x0100,
  NC: 0x0400,
  LO: 0x0800,
  TO: 0x4000,
  ES: 0x8000,
} as const;
/** What a setup frame's descriptor is closed with. */
export const SETUP_STATUS = 0x7fff_ffff;

/** RDES1 and TDES1, the bits that both have. */
const Des1 = {
  BUFFER_1: 0x0000_07ff,
  BUFFER_2: 0x003f_f800,
  CHAINED: 0x0100_0000,
  END: 0x0200_0000,
};
const BUFFER_2_SHIFT = 11;

/** TDES1. */
export const Tdes1 = {
  FT0: 0x0040_0000,
  DPD: 0x0080_0000,
  AC: 0x0400_0000,
  SET: 0x0800_0000,
  FT1: 0x1000_0000,
  FS: 0x2000_0000,
  LS: 0x4000_0000,
  IC: 0x8000_0000,
} as const;

/** The place in a list, and the descriptor there as it was read last. */
export class DescriptorList {
  address = 0;
  status = 0;
  control = 0;
  buffer1 = 0;
  buffer2 = 0;
  readonly #busMaster: BusMasterPort;
  readonly #regs: Uint32Array;
  readonly #baseSlot: number;
  readonly #bytes = new Uint8Array(DESCRIPTOR_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #status = new Uint8Array(LONGWORD_BYTES);
  readonly #statusView = new DataView(this.#status.buffer);

  /** @param baseSlot the register with the list's base, CSR3 or CSR4 */
  constructor(busMaster: BusMasterPort, regs: Uint32Array, baseSlot: number) {
    this.#busMaster = busMaster;
    this.#regs = regs;
    this.#baseSlot = baseSlot;
  }

  /** To the base of the list. */
  rewind(): void {
    this.address = this.#regs[this.#baseSlot];
  }

  /** Reads the current descriptor; false if the bus refused. */
  fetch(): boolean {
    if (!this.#busMaster.read(physical(this.address), this.#bytes, 0, DESCRIPTOR_BYTES))
      return false;
    const view = this.#view;
    this.status = view.getUint32(0, true);
    this.control = view.getUint32(4, true);
    this.buffer1 = view.getUint32(8, true);
    this.buffer2 = view.getUint32(12, true);
    return true;
  }

  get isOwned(): boolean {
    return (this.status & OWN) !== 0;
  }

  get bytes1(): number {
    return this.control & Des1.BUFFER_1;
  }

  /** 0 where the second address is that of the next descriptor. */
  get bytes2(): number {
    if ((this.control & Des1.CHAINED) !== 0) return 0;
    return (this.control & Des1.BUFFER_2) >>> BUFFER_2_SHIFT;
  }

  /** Gives the one at `address` back to the host with `status`; false if the bus refused. */
  close(address: number, status: number): boolean {
    this.#statusView.setUint32(0, status, true);
    return this.#busMaster.write(physical(address), this.#status, 0, LONGWORD_BYTES);
  }

  /** On to the next: RER and TER go before RCH and TCH, and a ring may skip longwords (CSR0). */
  advance(): void {
    if ((this.control & Des1.END) !== 0) {
      this.rewind();
    } else if ((this.control & Des1.CHAINED) !== 0) {
      this.address = (this.buffer2 & ~3) >>> 0;
    } else {
      const skipped = (this.#regs[R.CSR0] & CSR0.DSL) >>> DSL_SHIFT;
      this.address = (this.address + DESCRIPTOR_BYTES + LONGWORD_BYTES * skipped) >>> 0;
    }
  }
}
