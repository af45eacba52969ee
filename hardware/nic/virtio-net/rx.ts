/**
 * Reception: a frame goes into one chain of the receive virtqueue behind its header, with MRG_RXBUF
 * into as many as it takes (Virtio 1.0, 5.1.6.3, 5.1.6.4).
 *
 * A frame for which there is no room is lost: this device keeps none. It looks for chains whenever a
 * frame comes, so that it wants a notification only where it found none (2.4.9), and none then
 * changes anything.
 */
import { Chain } from './chain';
import type { Core } from './core';
import { Feature } from './registers';
import type { Virtqueue } from './virtqueue';

/** num_buffers in struct virtio_net_hdr (5.1.6). */
const NUM_BUFFERS_OFFSET = 10;

export class Receiver {
  readonly #core: Core;
  readonly #queue: Virtqueue;
  readonly #chains: Chain[] = [];
  /** The header, all zero but for num_buffers, and the frame behind it. */
  #bytes = new Uint8Array(2048);

  constructor(core: Core, queue: Virtqueue) {
    this.#core = core;
    this.#queue = queue;
  }

  /** A frame that the filter lets through. */
  receive(frame: Uint8Array, byteCount: number): void {
    const core = this.#core;
    const { headerBytes } = core;
    const totalBytes = headerBytes + byteCount;
    const count = this.#takeRoom(totalBytes);
    if (count === 0) return;
    this.#queue.setNotification(false);
    if (this.#bytes.length < totalBytes) this.#bytes = new Uint8Array(totalBytes);
    const bytes = this.#bytes;
    bytes.fill(0, 0, headerBytes);
    bytes.set(frame.length === byteCount ? frame : frame.subarray(0, byteCount), headerBytes);
    if (core.hasFeature(Feature.MRG_RXBUF)) {
      bytes[NUM_BUFFERS_OFFSET] = count & 0xff;
      bytes[NUM_BUFFERS_OFFSET + 1] = count >>> 8;
    }
    let offset = 0;
    for (let index = 0; index < count; index++) {
      const chain = this.#chains[index];
      const stored = Math.min(chain.writableBytes, totalBytes - offset);
      if (!chain.write(core.busMaster, bytes, offset, stored)) {
        core.busFailed();
        return;
      }
      this.#queue.use(chain, stored, index);
      offset += stored;
    }
    this.#queue.publish(count);
  }

  /** Takes chains with room for so much; their number, or 0 if there is not enough in them. */
  #takeRoom(byteCount: number): number {
    const queue = this.#queue;
    const isMerging = this.#core.hasFeature(Feature.MRG_RXBUF);
    let room = 0;
    let count = 0;
    do {
      const chain = (this.#chains[count] ??= new Chain());
      if (!queue.take(chain)) {
        queue.untake(count);
        queue.setNotification(true);
        return 0;
      }
      count++;
      if (chain.writableBytes === 0) {
        this.#core.fail('receiveq: chain without a device-writable descriptor');
        return 0;
      }
      room += chain.writableBytes;
    } while (isMerging && room < byteCount);
    if (room >= byteCount) return count;
    queue.untake(count);
    return 0;
  }
}
