/**
 * A frame on its way out: gathered from memory, completed by the offloads that its descriptors ask
 * for. 8254x SDM 3.3.3.1 (legacy checksum), 3.3.6 (context), 3.5 (segmentation), 9.2 (tag).
 */
import { frameCheckSequence } from '../crc';
import { FCS_BYTES } from '../ethernet';
import { fold, sumWords } from '../checksum';
import { TYPE_OFFSET, VLAN_TAG_BYTES } from './core';
import { DATA_LENGTH_MASK, LOWER_OFFSET, TuCommand, TxCommand, UPPER_OFFSET } from './descriptors';

/** The largest packet that may be handed to the transmitter (3.3.1). */
export const PACKET_BYTES_MAX = 16288;
/** HDRLEN has eight bits (3.3.6). */
const HEADER_BYTES_MAX = 255;
const IPV6_HEADER_BYTES = 40;
const TCP_FLAGS_OFFSET = 13;
const TCP_FIN_PSH = 0x09;

const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);

/** What a context descriptor says (3.3.6), kept until the next one. */
export class TxContext {
  ipcss = 0;
  ipcso = 0;
  ipcse = 0;
  tucss = 0;
  tucso = 0;
  tucse = 0;
  payloadBytes = 0;
  headerBytes = 0;
  mss = 0;
  isTcp = false;
  isIpv4 = false;

  load(descriptor: DataView): void {
    const ip = descriptor.getUint32(0, true);
    const tu = descriptor.getUint32(4, true);
    const lower = descriptor.getUint32(LOWER_OFFSET, true);
    const upper = descriptor.getUint32(UPPER_OFFSET, true);
    this.ipcss = ip & 0xff;
    this.ipcso = (ip >>> 8) & 0xff;
    this.ipcse = ip >>> 16;
    this.tucss = tu & 0xff;
    this.tucso = (tu >>> 8) & 0xff;
    this.tucse = tu >>> 16;
    this.payloadBytes = lower & DATA_LENGTH_MASK;
    this.headerBytes = (upper >>> 8) & 0xff;
    this.mss = upper >>> 16;
    this.isTcp = (lower & TuCommand.TCP) !== 0;
    this.isIpv4 = (lower & TuCommand.IP) !== 0;
  }

  /** Whether segments made by it have an end: one without payload, or too large, would not. */
  get canSegment(): boolean {
    const { headerBytes, mss } = this;
    return headerBytes > 0 && mss > 0 && headerBytes + mss <= PACKET_BYTES_MAX;
  }
}

export class TxFrame {
  /** Made for the first frame, so that a device that sends none stays cheap. */
  bytes: Uint8Array = NO_BYTES;
  byteCount = 0;
  #view: DataView = NO_VIEW;
  /** The prototype header of a segmented packet (3.5.9). */
  #header: Uint8Array = NO_BYTES;

  /** Empties it for a new packet. */
  clear(): void {
    if (this.bytes === NO_BYTES) {
      this.bytes = new Uint8Array(PACKET_BYTES_MAX + VLAN_TAG_BYTES + FCS_BYTES);
      this.#view = new DataView(this.bytes.buffer);
      this.#header = new Uint8Array(HEADER_BYTES_MAX);
    }
    this.byteCount = 0;
  }

  /** Keeps what is gathered as the header of each segment. */
  saveHeader(): void {
    this.#header.set(this.bytes.subarray(0, this.byteCount));
  }

  /** Begins a segment with the header kept. */
  restoreHeader(headerBytes: number): void {
    this.bytes.set(this.#header.subarray(0, headerBytes));
    this.byteCount = headerBytes;
  }

  /**
   * Stores at `offset` the checksum of what lies from `start` through `last`, 0 being the end of
   * the packet, with `added` summed in. Does nothing if a field lies outside the packet.
   */
  insertChecksum(start: number, last: number, offset: number, added: number): void {
    const end = last === 0 ? this.byteCount : Math.min(last + 1, this.byteCount);
    if (start >= end || offset + 2 > this.byteCount) return;
    const sum = ~fold(sumWords(this.#view, start, end) + added);
    this.bytes[offset] = sum >>> 8;
    this.bytes[offset + 1] = sum;
  }

  /** What a legacy descriptor asks for: IC, from CSS to the end, stored at CSO (3.3.3.1). */
  completeLegacy(lower: number, upper: number): void {
    if ((lower & TxCommand.IC) === 0) return;
    this.insertChecksum((upper >>> 8) & 0xff, 0, (lower >>> 16) & 0xff, 0);
  }

  /**
   * Makes the prototype header that of segment `index` (3.5.9). The payload length of IPv6 does not
   * count the header of IPv6: the manual's formula does, and no receiver would take such a packet.
   */
  completeSegment(context: TxContext, index: number, isLast: boolean): void {
    const { ipcss, tucss, headerBytes, mss } = context;
    if (context.isIpv4) {
      this.#put16(headerBytes, ipcss + 2, this.byteCount - ipcss);
      this.#put16(headerBytes, ipcss + 4, this.#get16(ipcss + 4) + index);
    } else {
      this.#put16(headerBytes, ipcss + 4, this.byteCount - ipcss - IPV6_HEADER_BYTES);
    }
    if (!context.isTcp) {
      this.#put16(headerBytes, tucss + 4, this.byteCount - tucss);
      return;
    }
    const sequence = this.#get16(tucss + 4) * 0x1_0000 + this.#get16(tucss + 6) + index * mss;
    this.#put16(headerBytes, tucss + 4, Math.floor(sequence / 0x1_0000));
    this.#put16(headerBytes, tucss + 6, sequence);
    const flags = tucss + TCP_FLAGS_OFFSET;
    // FIN and PSH belong to the last segment alone.
    if (!isLast && flags < headerBytes) this.bytes[flags] &= ~TCP_FIN_PSH;
  }

  /** Puts an 802.1Q tag between the source address and the type (9.2). */
  insertTag(etherType: number, tag: number): void {
    if (this.byteCount < TYPE_OFFSET) return;
    const { bytes } = this;
    bytes.copyWithin(TYPE_OFFSET + VLAN_TAG_BYTES, TYPE_OFFSET, this.byteCount);
    bytes[TYPE_OFFSET] = etherType >>> 8;
    bytes[TYPE_OFFSET + 1] = etherType;
    bytes[TYPE_OFFSET + 2] = tag >>> 8;
    bytes[TYPE_OFFSET + 3] = tag;
    this.byteCount += VLAN_TAG_BYTES;
  }

  pad(byteCountMin: number): void {
    if (this.byteCount >= byteCountMin) return;
    this.bytes.fill(0, this.byteCount, byteCountMin);
    this.byteCount = byteCountMin;
  }

  /** Whether the last four bytes are the FCS of those before. */
  get endsInFcs(): boolean {
    const bodyBytes = this.byteCount - FCS_BYTES;
    if (bodyBytes <= 0) return false;
    const { bytes } = this;
    const fcs =
      bytes[bodyBytes] |
      (bytes[bodyBytes + 1] << 8) |
      (bytes[bodyBytes + 2] << 16) |
      (bytes[bodyBytes + 3] << 24);
    return fcs >>> 0 === frameCheckSequence(bytes, bodyBytes);
  }

  /** Fields that the context places beyond the header are left alone. */
  #put16(headerBytes: number, offset: number, value: number): void {
    if (offset + 2 > headerBytes) return;
    this.bytes[offset] = value >>> 8;
    this.bytes[offset + 1] = value;
  }

  #get16(offset: number): number {
    return (this.bytes[offset] << 8) | this.bytes[offset + 1];
  }
}
