/** A frame on its way out: gathered from buffers, then padded. HRM, TDES1 (AC, DPD). */
import { physical } from '../../address';
import type { BusMasterPort } from '../../ports';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { Tdes1 } from './descriptors';

/** The shortest frame without its FCS, which a shorter one is padded to. */
const PADDED_BYTES = FRAME_BYTES_MIN - FCS_BYTES;

export class TxFrame {
  bytes = new Uint8Array(2048);
  byteCount = 0;
  isTooLong = false;
  /** It ends in an FCS of the driver's (AC), which is not right. */
  hasBadFcs = false;
  /** TDES1 of the first descriptor. */
  #control = 0;

  begin(control: number): void {
    this.#control = control;
    this.byteCount = 0;
    this.isTooLong = false;
    this.hasBadFcs = false;
  }

  /** False if the bus refused, or if more than `limitBytes` are too long. */
  append(
    busMaster: BusMasterPort,
    address: number,
    byteCount: number,
    limitBytes: number,
  ): boolean {
    if (byteCount === 0) return true;
    const totalBytes = this.byteCount + byteCount;
    this.isTooLong = totalBytes > limitBytes;
    if (this.isTooLong) return false;
    if (totalBytes > this.bytes.length) this.#grow(totalBytes);
    if (!busMaster.read(physical(address), this.bytes, this.byteCount, byteCount)) return false;
    this.byteCount = totalBytes;
    return true;
  }

  /**
   * What the MAC adds. A frame shorter than 64 bytes is padded and gets an FCS even with AC, unless
   * DPD is set; any other has with AC its FCS in memory.
   */
  complete(): void {
    const isPadded = (this.#control & Tdes1.DPD) === 0 && this.byteCount < PADDED_BYTES;
    if (isPadded) {
      this.bytes.fill(0, this.byteCount, PADDED_BYTES);
      this.byteCount = PADDED_BYTES;
    } else if ((this.#control & Tdes1.AC) !== 0) {
      this.#stripFcs();
    }
  }

  #grow(byteCount: number): void {
    const bytes = new Uint8Array(2 * byteCount);
    bytes.set(this.bytes.subarray(0, this.byteCount));
    this.bytes = bytes;
  }

  #stripFcs(): void {
    const byteCount = Math.max(0, this.byteCount - FCS_BYTES);
    const fcs = frameCheckSequence(this.bytes, byteCount);
    for (let index = 0; index < FCS_BYTES; index++)
      if (this.bytes[byteCount + index] !== ((fcs >>> (8 * index)) & 0xff)) this.hasBadFcs = true;
    this.byteCount = byteCount;
  }
}
