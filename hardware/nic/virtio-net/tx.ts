/**
 * Transmission: chains of the transmit virtqueue, a header and a frame each, go out one after the
 * other and hold the wire for their time. Virtio 1.0, 5.1.6.2. Meanwhile notifications are not
 * wanted: the queue is looked at again by itself (2.4.9).
 *
 * What is short is not padded: the document knows no such thing.
 */
import { frameTimeNs } from '../../wire/timing';
import { sumWords } from '../checksum';
import { Timer } from '../timer';
import { Chain } from './chain';
import type { Core } from './core';
import type { Virtqueue } from './virtqueue';

/** The longest packet of 5.1.6.3, with the longer header. */
const PACKET_BYTES_MAX = 65_562;
/** Offsets in struct virtio_net_hdr (5.1.6). */
const Header = { FLAGS: 0, GSO_TYPE: 1, CSUM_START: 6, CSUM_OFFSET: 8 } as const;
/** VIRTIO_NET_HDR_F_. */
const NEEDS_CSUM = 1;
/** VIRTIO_NET_HDR_GSO_. */
const GSO_NONE = 0;
const CHECKSUM_BYTES = 2;

export class Transmitter {
  readonly #core: Core;
  readonly #queue: Virtqueue;
  readonly #chain = new Chain();
  /** The header, and the frame behind it. */
  readonly #bytes = new Uint8Array(PACKET_BYTES_MAX);
  readonly #view = new DataView(this.#bytes.buffer);
  /** What goes on the wire; empty for what must not. */
  #frame = this.#bytes.subarray(0, 0);
  /** Runs while a frame is on the wire. */
  readonly #busy: Timer;
  /** A chain is taken and not yet used. */
  #isSending = false;

  constructor(core: Core, queue: Virtqueue) {
    this.#core = core;
    this.#queue = queue;
    this.#busy = new Timer(core.clock, () => this.#sent());
  }

  get isActive(): boolean {
    return this.#busy.isRunning;
  }

  reset(): void {
    this.#busy.stop();
    this.#isSending = false;
  }

  /** The driver has notified. */
  notified(): void {
    if (!this.#isSending) this.#sendNext();
  }

  #sendNext(): void {
    const queue = this.#queue;
    const isTaken = queue.take(this.#chain);
    queue.setNotification(!isTaken);
    if (!isTaken || !this.#gather()) return;
    this.#isSending = true;
    this.#busy.start(frameTimeNs(this.#frame.length, this.#core.bitsPerSecond));
  }

  /** The time of a frame on the wire is over. */
  #sent(): void {
    if (this.#frame.length > 0) this.#core.emit(this.#frame, this.#frame.length);
    // Whoever got the frame may at once have written registers, a reset among them.
    if (!this.#isSending) return;
    this.#isSending = false;
    this.#queue.use(this.#chain, 0);
    this.#queue.publish(1);
    if (!this.#isSending) this.#sendNext();
  }

  /** Reads a packet; false if the device has failed over it. */
  #gather(): boolean {
    const core = this.#core;
    const { headerBytes } = core;
    const { readableBytes } = this.#chain;
    if (readableBytes < headerBytes || readableBytes > PACKET_BYTES_MAX) {
      core.fail(`transmitq: header and packet of ${readableBytes} bytes`);
      return false;
    }
    if (!this.#chain.read(core.busMaster, this.#bytes, readableBytes)) {
      core.busFailed();
      return false;
    }
    const isGood = this.#applyHeader(readableBytes);
    this.#frame = this.#bytes.subarray(headerBytes, isGood ? readableBytes : headerBytes);
    return true;
  }

  /** Does what the header asks for; false if the packet cannot be sent so. */
  #applyHeader(endOffset: number): boolean {
    const view = this.#view;
    const gsoType = view.getUint8(Header.GSO_TYPE);
    if (gsoType !== GSO_NONE) {
      this.#core.reportUnmodelled(`gso_type ${gsoType}`);
      return false;
    }
    if ((view.getUint8(Header.FLAGS) & NEEDS_CSUM) === 0) return true;
    const start = this.#core.headerBytes + view.getUint16(Header.CSUM_START, true);
    const at = start + view.getUint16(Header.CSUM_OFFSET, true);
    if (at + CHECKSUM_BYTES > endOffset) return false;
    // 0 and FFFFh are the same sum, and in UDP the first would mean that there is none (RFC 768).
    const checksum = ~sumWords(view, start, endOffset) & 0xffff;
    view.setUint16(at, checksum === 0 ? 0xffff : checksum);
    return true;
  }
}
