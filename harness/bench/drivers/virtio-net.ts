/**
 * The least of a driver for the virtio network device, polled: start, send, reap, receive. After
 * Virtio 1.0, 2.4, 3.1, 4.1.4.8 and 5.1, the legacy interface. Its queues have 256 descriptors, of
 * which it keeps as many in use as it is told.
 */
import { VIRTUAL_BASE, virtual } from '../../../hardware/address';
import type { Clock } from '../../../hardware/clock';
import type { MemoryAccess } from '../../../hardware/memory';
import type { Nic } from '../../../hardware/nic/nic';
import type { RegisterWindow } from '../../../hardware/ports';

const DRIVER_FEATURES = 0x04;
const QUEUE_ADDRESS = 0x08;
const QUEUE_SELECT = 0x0e;
const QUEUE_NOTIFY = 0x10;
const DEVICE_STATUS = 0x12;
const MAC = 0x14;

const PAGE_BYTES = 0x1000;
const QUEUE_SIZE = 256;
const QUEUE_BYTES = 0x3000;
const AVAILABLE = 0x1000;
const USED = 0x2000;
const HEADER_BYTES = 12;
const BUFFER_BYTES = 1536;
const FRAME_BYTES_MIN = 60;
const RING_COUNT_MAX = 64;
/** VIRTIO_NET_F_MRG_RXBUF, VIRTIO_NET_F_CTRL_VQ, VIRTIO_NET_F_CTRL_RX. */
const FEATURES = 0x0006_8000;
/** More than a command takes. */
const COMMAND_NS = 1_000_000;

export interface VirtioNetBus {
  readonly nic: Nic;
  readonly memory: MemoryAccess;
  readonly clock: Clock;
  /** Physical address of 256 KB of memory for queues and buffers; 64 KB if not told. */
  readonly base?: number;
}

export interface VirtioNetDriverOptions {
  /** Descriptors in use, 2 to 64. */
  readonly txRing?: number;
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
  readonly macAddress?: Uint8Array;
}

/** One queue, whose descriptors are its buffers, one for each slot. */
class Queue {
  /** Entries put into the available ring, and taken from the used one. */
  offered = 0;
  taken = 0;
  readonly base: number;

  constructor(base: number) {
    this.base = base;
  }
}

export class VirtioNetDriver {
  readonly #window: RegisterWindow;
  readonly #memory: MemoryAccess;
  readonly #clock: Clock;
  readonly #base: number;
  #rx = new Queue(0);
  #tx = new Queue(0);
  #control = new Queue(0);
  #rxBuffers = 0;
  #txBuffers = 0;
  #txRing = 0;

  constructor({ nic, memory, clock, base = 0x1_0000 }: VirtioNetBus) {
    this.#window = nic.bars[0]!.window;
    this.#memory = memory;
    this.#clock = clock;
    this.#base = base;
  }

  /** Resets the device, gives it queues and buffers, and sets the filter. */
  start({
    txRing = 8,
    rxRing = 16,
    promiscuous = false,
    macAddress = new Uint8Array(6),
  }: VirtioNetDriverOptions = {}): void {
    if (txRing < 2 || txRing > RING_COUNT_MAX || rxRing < 2 || rxRing > RING_COUNT_MAX)
      throw new RangeError(`queues of ${txRing} and ${rxRing} buffers`);
    const window = this.#window;
    this.#txRing = txRing;
    window.write(DEVICE_STATUS, 1, 0);
    window.write(DEVICE_STATUS, 1, 3);
    window.write(DRIVER_FEATURES, 4, FEATURES);
    this.#rx = this.#createQueue(0);
    this.#tx = this.#createQueue(1);
    this.#control = this.#createQueue(2);
    this.#rxBuffers = this.#base + 3 * QUEUE_BYTES;
    this.#txBuffers = this.#rxBuffers + RING_COUNT_MAX * BUFFER_BYTES;
    for (let index = 0; index < rxRing; index++) {
      this.#describe(this.#rx, index, this.#rxBuffers + index * BUFFER_BYTES, BUFFER_BYTES, 2);
      this.#offer(this.#rx, index);
    }
    for (let index = 0; index < 6; index++) window.write(MAC + index, 1, macAddress[index]);
    window.write(DEVICE_STATUS, 1, 7);
    this.#setPromiscuous(promiscuous);
  }

  /** Hands a frame over; false if all descriptors are in use. */
  send(frame: Uint8Array): boolean {
    if (frame.length > 1514) throw new RangeError(`a frame of ${frame.length} bytes`);
    const tx = this.#tx;
    if (tx.offered - tx.taken === this.#txRing) return false;
    const slot = tx.offered % this.#txRing;
    const buffer = this.#txBuffers + slot * BUFFER_BYTES;
    const bytes = new Uint8Array(HEADER_BYTES + Math.max(frame.length, FRAME_BYTES_MIN));
    bytes.set(frame, HEADER_BYTES);
    for (let at = 0; at < bytes.length; at += 4)
      this.#set32(
        buffer + at,
        bytes[at] |
          ((bytes[at + 1] ?? 0) << 8) |
          ((bytes[at + 2] ?? 0) << 16) |
          ((bytes[at + 3] ?? 0) << 24),
      );
    this.#describe(tx, slot, buffer, bytes.length, 0);
    this.#offer(tx, slot);
    if ((this.#get32(tx.base + USED) & 1) === 0) this.#window.write(QUEUE_NOTIFY, 2, 1);
    return true;
  }

  /** Reclaims the descriptors of what has been sent. */
  reap(): void {
    while (this.#take(this.#tx) !== undefined);
  }

  /** The next frame, if there is one. */
  receive(): Uint8Array | undefined {
    const entry = this.#take(this.#rx);
    if (entry === undefined) return undefined;
    const buffer = this.#rxBuffers + entry.id * BUFFER_BYTES;
    if (this.#get32(buffer + 8) >>> 16 !== 1) throw new Error('a frame in several buffers');
    const frame = new Uint8Array(entry.byteCount - HEADER_BYTES);
    for (let at = 0; at < frame.length; at++)
      frame[at] = this.#get32(buffer + HEADER_BYTES + (at & ~3)) >>> (8 * (at & 3));
    this.#offer(this.#rx, entry.id);
    return frame;
  }

  #createQueue(index: number): Queue {
    const queue = new Queue(this.#base + index * QUEUE_BYTES);
    for (let at = 0; at < QUEUE_BYTES; at += 4) this.#set32(queue.base + at, 0);
    this.#window.write(QUEUE_SELECT, 2, index);
    this.#window.write(QUEUE_ADDRESS, 4, queue.base / PAGE_BYTES);
    return queue;
  }

  /** VIRTIO_NET_CTRL_RX_PROMISC. The control queue is smaller: its rings lie lower. */
  #setPromiscuous(promiscuous: boolean): void {
    const { base } = this.#control;
    const bytes = base + 0x2000;
    this.#set32(bytes, promiscuous ? 0x1_0000 : 0);
    this.#describe(this.#control, 0, bytes, 3, 1);
    this.#set32(base + 12, 1 | (1 << 16));
    this.#describe(this.#control, 1, bytes + 8, 1, 2);
    this.#set32(base + 0x400, 1 << 16);
    this.#window.write(QUEUE_NOTIFY, 2, 2);
    this.#clock.advance(COMMAND_NS);
    if (this.#get32(base + 0x1000) >>> 16 !== 1) throw new Error('the command is not done');
  }

  #describe(queue: Queue, slot: number, address: number, byteCount: number, flags: number): void {
    const at = queue.base + 16 * slot;
    this.#set32(at, address);
    this.#set32(at + 4, 0);
    this.#set32(at + 8, byteCount);
    this.#set32(at + 12, flags);
  }

  #offer(queue: Queue, slot: number): void {
    const ring = queue.base + AVAILABLE;
    this.#set16(ring + 4 + 2 * (queue.offered % QUEUE_SIZE), slot);
    queue.offered++;
    this.#set16(ring + 2, queue.offered & 0xffff);
  }

  #take(queue: Queue): { id: number; byteCount: number } | undefined {
    const used = queue.base + USED;
    if (this.#get32(used) >>> 16 === (queue.taken & 0xffff)) return undefined;
    const at = used + 4 + 8 * (queue.taken % QUEUE_SIZE);
    queue.taken++;
    return { id: this.#get32(at), byteCount: this.#get32(at + 4) };
  }

  #set16(address: number, value: number): void {
    const shift = 8 * (address & 2);
    const at = address & ~2;
    this.#set32(at, (this.#get32(at) & ~(0xffff << shift)) | (value << shift));
  }

  #set32(address: number, value: number): void {
    this.#memory.write32(virtual(VIRTUAL_BASE + address), value >>> 0);
  }

  #get32(address: number): number {
    return this.#memory.read32(virtual(VIRTUAL_BASE + address));
  }
}
