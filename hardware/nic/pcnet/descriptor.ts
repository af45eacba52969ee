/**
 * One descriptor of a ring, in any software style. Am79C970A data sheet (publication 19436),
 * Receive Descriptors (RMD0 to RMD3) and Transmit Descriptors (TMD0 to TMD3).
 */
import { physical } from '../../address';
import type { Core } from './core';
import { descriptorBytes, Style, styleOf } from './software-style';

/** The status byte of RMD1. */
export const Rx = {
  OWN: 0x80,
  ERR: 0x40,
  FRAM: 0x20,
  OFLO: 0x10,
  CRC: 0x08,
  BUFF: 0x04,
  STP: 0x02,
  ENP: 0x01,
} as const;

/** Below the status byte of RMD1 in the 32-bit styles: how the address matched. */
export const RxMatch = { PAM: 0x0040_0000, LAFM: 0x0020_0000, BAM: 0x0010_0000 } as const;

/** The status byte of TMD1. */
export const Tx = {
  OWN: 0x80,
  ERR: 0x40,
  /** NO_FCS in style 1. */
  ADD_FCS: 0x20,
  /** LTINT when the controller reads it. */
  MORE: 0x10,
  ONE: 0x08,
  DEF: 0x04,
  STP: 0x02,
  ENP: 0x01,
} as const;

/** The errors of TMD2, in place for the 32-bit styles. */
export const TxError = {
  BUFF: 0x8000_0000,
  UFLO: 0x4000_0000,
  EXDEF: 0x2000_0000,
  LCOL: 0x1000_0000,
  LCAR: 0x0800_0000,
  RTRY: 0x0400_0000,
} as const;

const DESCRIPTOR_BYTES_MAX = 16;
/** BCNT is the two's complement in 12 bits, and so 0 is 4096. */
const BUFFER_BYTES_MAX = 4096;
const BCNT_MASK = 0x0fff;
const MCNT_MASK = 0x0fff;
const MATCH_MASK = RxMatch.PAM | RxMatch.LAFM | RxMatch.BAM;

/** Where the words of a descriptor lie in the 32-bit styles. */
const STATUS_AND_COUNT = 4;

export class Descriptor {
  /** The status byte. */
  flags = 0;
  bufferAddress = 0;
  bufferBytes = 0;
  readonly #core: Core;
  readonly #bytes = new Uint8Array(DESCRIPTOR_BYTES_MAX);
  readonly #view = new DataView(this.#bytes.buffer);
  #address = 0;
  #style: Style = Style.LANCE;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Reads the descriptor at `address`. False if the bus refuses. */
  read(address: number): boolean {
    const { bcr, busMaster, csr } = this.#core;
    const style = styleOf(bcr[20]);
    const view = this.#view;
    this.#style = style;
    this.#address = address;
    if (!busMaster.read(physical(address), this.#bytes, 0, descriptorBytes(style))) return false;
    let bcnt: number;
    if (style === Style.LANCE) {
      const upper = view.getUint16(2, true);
      this.flags = upper >>> 8;
      // Of the 24 bits that the structures lack, IADR[31:24] is in CSR2.
      const high = (upper & 0xff) | (csr[2] & 0xff00);
      this.bufferAddress = ((high << 16) | view.getUint16(0, true)) >>> 0;
      bcnt = view.getUint16(4, true);
    } else {
      const status = view.getUint32(STATUS_AND_COUNT, true);
      this.flags = status >>> 24;
      this.bufferAddress = view.getUint32(style === Style.PCNET_PCI_BURST ? 8 : 0, true);
      bcnt = status;
    }
    this.bufferBytes = BUFFER_BYTES_MAX - (bcnt & BCNT_MASK);
    return true;
  }

  get isOwned(): boolean {
    return (this.flags & Rx.OWN) !== 0;
  }

  /** BCNT as the register of the current byte count shows it. */
  get bcnt(): number {
    return -this.bufferBytes & BCNT_MASK;
  }

  /** Gives the descriptor back, its status byte becoming `flags`. False if the bus refuses. */
  release(flags: number): boolean {
    this.flags = flags;
    if (this.#style === Style.LANCE) {
      this.#bytes[3] = flags;
      return this.#write(2, 2);
    }
    const rest = this.#view.getUint32(STATUS_AND_COUNT, true) & 0x00ff_ffff;
    this.#view.setUint32(STATUS_AND_COUNT, ((flags << 24) | rest) >>> 0, true);
    return this.#write(STATUS_AND_COUNT, 4);
  }

  /** Gives back the last descriptor of a frame sent, errors first, OWN after them. */
  closeTransmit(flags: number, errors: number): boolean {
    return this.#writeStatus(errors, errors >>> 16) && this.release(flags);
  }

  /**
   * Gives back the last descriptor of a frame received.
   * @param lengthBytes of the message, of which 12 bits are told
   * @param runtCount runts since the last frame, told in the 32-bit styles
   * @param match bits of {@link RxMatch}, told in the 32-bit styles
   */
  closeReceive(flags: number, lengthBytes: number, runtCount: number, match: number): boolean {
    const mcnt = lengthBytes & MCNT_MASK;
    if (this.#style !== Style.LANCE) {
      const rest = this.#view.getUint32(STATUS_AND_COUNT, true) & ~MATCH_MASK;
      this.#view.setUint32(STATUS_AND_COUNT, (rest | match) >>> 0, true);
    }
    return this.#writeStatus((runtCount << 16) | mcnt, mcnt) && this.release(flags);
  }

  /** Writes the word that holds a status beside OWN: 32 bits, or 16 in the style of LANCE. */
  #writeStatus(wide: number, narrow: number): boolean {
    if (this.#style === Style.LANCE) {
      this.#view.setUint16(6, narrow, true);
      return this.#write(6, 2);
    }
    const offset = this.#style === Style.PCNET_PCI_BURST ? 0 : 8;
    this.#view.setUint32(offset, wide >>> 0, true);
    return this.#write(offset, 4);
  }

  #write(offset: number, byteCount: number): boolean {
    const address = physical(this.#address + offset);
    return this.#core.busMaster.write(address, this.#bytes, offset, byteCount);
  }
}
