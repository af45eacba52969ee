/**
 * A frame on its way out: gathered from the transmit command block and its buffer descriptors.
 * 8255x SDM 6.4.2.5 (transmit), figure 20 (TBD), 6.4.2.3 (bytes 6, 10, 18).
 */
import type { PhysicalAddress } from '../../address';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { addressAt, type Core } from './core';
import { TX_FRAME_BYTES_MAX } from './tx-fifo';

/** The shortest frame without its FCS, which a shorter one is padded to. */
const PADDED_BYTES = FRAME_BYTES_MIN - FCS_BYTES;
/** What short frames are padded with. */
const PAD = 0x7e;

/** Bits of the command word of a TCB. */
const NC = 0x0010;
const SF = 0x0008;
const TBD_ARRAY_OFFSET = 8;
const BYTE_COUNT_OFFSET = 12;
const BYTE_COUNT = 0x3fff;
const TBD_NUMBER_OFFSET = 15;
/** Where data follow a TCB of four Dwords, and the extended one of eight. */
const TCB_BYTES = 16;
const EXTENDED_TCB_BYTES = 32;
/** TBDs that an extended TCB has in itself. */
const EXTENDED_TBD_COUNT = 2;
const TBD_BYTES = 8;
const TBD_SIZE = 0x7fff;
/** On the 82558 and later: the last TBD. */
const TBD_EL = 0x0001_0000;

export const Gathered = { FRAME: 0, REFUSED: 1, TOO_LONG: 2 } as const;
export type Gathered = (typeof Gathered)[keyof typeof Gathered];

export class TxFrame {
  readonly bytes = new Uint8Array(TX_FRAME_BYTES_MAX);
  byteCount = 0;
  /** It ends in an FCS of the driver's (NC), which is not right. */
  hasBadFcs = false;
  readonly #tbd = new Uint8Array(TBD_BYTES);
  readonly #tbdView = new DataView(this.#tbd.buffer);

  /** Reads the frame of the TCB at `address`, of which `block` has the first four Dwords. */
  gather(core: Core, address: number, command: number, block: DataView): Gathered {
    this.byteCount = 0;
    this.hasBadFcs = false;
    const isFlexible = (command & SF) !== 0;
    const isExtended = isFlexible && core.configuration.hasExtendedTcb;
    const data = addressAt(address, isExtended ? EXTENDED_TCB_BYTES : TCB_BYTES);
    const byteCount = block.getUint16(BYTE_COUNT_OFFSET, true) & BYTE_COUNT;
    const inBlock = this.#append(core, data, byteCount);
    if (inBlock !== Gathered.FRAME || !isFlexible) return inBlock;
    return this.#gatherBuffers(core, address, block, isExtended);
  }

  /** What the MAC adds: padding, and an FCS unless NC says that memory has it. */
  complete(core: Core, command: number): void {
    const { bytes } = this;
    if (this.byteCount === 0) return;
    if ((command & NC) !== 0) {
      this.byteCount = Math.max(this.byteCount - FCS_BYTES, 0);
      this.hasBadFcs = !this.#endsInFcs();
    } else if (core.configuration.pads && this.byteCount < PADDED_BYTES) {
      bytes.fill(PAD, this.byteCount, PADDED_BYTES);
      this.byteCount = PADDED_BYTES;
    }
  }

  #endsInFcs(): boolean {
    const { bytes, byteCount } = this;
    const fcs = frameCheckSequence(bytes, byteCount);
    for (let index = 0; index < FCS_BYTES; index++)
      if (bytes[byteCount + index] !== ((fcs >>> (8 * index)) & 0xff)) return false;
    return true;
  }

  /** The TBD number, 255 at most, bounds the rounds. */
  #gatherBuffers(core: Core, address: number, block: DataView, isExtended: boolean): Gathered {
    const array = block.getUint32(TBD_ARRAY_OFFSET, true);
    const count = block.getUint8(TBD_NUMBER_OFFSET);
    const inBlock = isExtended ? EXTENDED_TBD_COUNT : 0;
    const hasEl = core.stepping.chip !== '82557';
    for (let index = 0; index < count; index++) {
      const isInBlock = index < inBlock;
      const base = isInBlock ? address + TCB_BYTES : array;
      const at = addressAt(base, TBD_BYTES * (isInBlock ? index : index - inBlock));
      if (!core.busMaster.read(at, this.#tbd, 0, TBD_BYTES)) return Gathered.REFUSED;
      const size = this.#tbdView.getUint32(4, true);
      const buffer = addressAt(this.#tbdView.getUint32(0, true), 0);
      const gathered = this.#append(core, buffer, size & TBD_SIZE);
      if (gathered !== Gathered.FRAME) return gathered;
      if (hasEl && (size & TBD_EL) !== 0) break;
    }
    return Gathered.FRAME;
  }

  #append(core: Core, address: PhysicalAddress, byteCount: number): Gathered {
    if (byteCount === 0) return Gathered.FRAME;
    if (this.byteCount + byteCount > TX_FRAME_BYTES_MAX) return Gathered.TOO_LONG;
    if (!core.busMaster.read(address, this.bytes, this.byteCount, byteCount))
      return Gathered.REFUSED;
    this.byteCount += byteCount;
    return Gathered.FRAME;
  }
}
