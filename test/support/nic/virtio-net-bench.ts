/** A virtio network device on a bench: RAM behind its bus master, a wire that keeps frames, queues. */
import { VirtioNet } from '../../../hardware/nic/virtio-net';
import type { NicOptions } from '../../../hardware/nic/nic';
import type { Width } from '../../../hardware/ports';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x52, 0x54, 0x00, 0xaa, 0xbb, 0xcc);
/** Where the queues lie, three pages for each. */
export const QUEUES = [0x1_0000, 0x1_4000, 0x1_8000] as const;
export const [RX, TX, CTRL] = [0, 1, 2] as const;
/** Available and used ring behind the table of 256 or 64 descriptors (Virtio 1.0, 2.4.2). */
const AVAILABLE = [0x1000, 0x1000, 0x400] as const;
const USED = [0x2000, 0x2000, 0x1000] as const;
const SIZES = [256, 256, 64] as const;
export const BUFFERS = 0x2_0000;
/** More than a command takes. */
export const COMMAND_NS = 20_000;
export const [NEXT, WRITE, INDIRECT] = [1, 2, 4] as const;

export interface BenchOptions extends NicOptions, ConnectionOptions {}

export interface Descriptor {
  readonly address: number;
  readonly byteCount: number;
  readonly flags?: number;
}

export class Bench extends MasterConnections {
  readonly device: VirtioNet;
  #descriptorIndex = [0, 0, 0];

  constructor({ hasLink, onPin, ...options }: BenchOptions = {}) {
    super(new Uint8Array(0x8_0000), { hasLink, onPin });
    this.device = new VirtioNet({ ...this.connect(this), macAddress: MAC_ADDRESS, ...options });
  }

  get(offset: number, width: Width): number {
    return this.device.bars[0].window.read(offset, width);
  }

  set(offset: number, width: Width, value: number): void {
    this.device.bars[0].window.write(offset, width, value >>> 0);
  }

  /** ACKNOWLEDGE, DRIVER, features, queues, DRIVER_OK (3.1). */
  start(features = 0): void {
    this.set(0x12, 1, 1);
    this.set(0x12, 1, 3);
    this.set(0x04, 4, features);
    for (let queue = 0; queue < 3; queue++) {
      this.ram.fill(0, QUEUES[queue], QUEUES[queue] + 0x4000);
      this.set(0x0e, 2, queue);
      this.set(0x08, 4, QUEUES[queue] / 4096);
    }
    this.#descriptorIndex = [0, 0, 0];
    this.set(0x12, 1, 7);
  }

  /** Writes a descriptor of a table anywhere. */
  describe(at: number, descriptor: Descriptor, next = 0): void {
    this.view.setUint32(at, descriptor.address, true);
    this.view.setUint32(at + 4, 0, true);
    this.view.setUint32(at + 8, descriptor.byteCount, true);
    this.view.setUint16(at + 12, descriptor.flags ?? 0, true);
    this.view.setUint16(at + 14, next, true);
  }

  /** Offers a chain; its head. */
  offer(queue: number, ...descriptors: readonly Descriptor[]): number {
    const head = this.#descriptorIndex[queue];
    descriptors.forEach((descriptor, at) => {
      const isLast = at === descriptors.length - 1;
      const flags = (descriptor.flags ?? 0) | (isLast ? 0 : NEXT);
      const index = head + at;
      this.describe(QUEUES[queue] + 16 * index, { ...descriptor, flags }, index + 1);
    });
    this.#descriptorIndex[queue] += descriptors.length;
    this.offerHead(queue, head);
    return head;
  }

  /** Puts a head into the available ring. */
  offerHead(queue: number, head: number): void {
    const available = QUEUES[queue] + AVAILABLE[queue];
    const index = this.view.getUint16(available + 2, true);
    this.view.setUint16(available + 4 + 2 * (index % SIZES[queue]), head, true);
    this.view.setUint16(available + 2, index + 1, true);
  }

  notify(queue: number): void {
    this.set(0x10, 2, queue);
  }

  /** Offers a packet of one descriptor, header and frame, and notifies. */
  send(frame: Uint8Array, header: readonly number[] = Array<number>(10).fill(0)): number {
    const address = BUFFERS + 0x800 * this.#descriptorIndex[TX];
    this.ram.set(header, address);
    this.ram.set(frame, address + header.length);
    const head = this.offer(TX, { address, byteCount: header.length + frame.length });
    this.notify(TX);
    return head;
  }

  /** Offers a buffer of one descriptor; its address. */
  give(byteCount: number): number {
    const address = BUFFERS + 0x800 * this.#descriptorIndex[RX];
    this.offer(RX, { address, byteCount, flags: WRITE });
    return address;
  }

  /** A command; its answer, 0xaa if there is none. */
  command(...bytes: readonly number[]): number {
    const address = BUFFERS + 0x4_0000;
    this.ram.set(bytes, address);
    this.ram[address + 0x1000] = 0xaa;
    this.offer(
      CTRL,
      { address, byteCount: bytes.length },
      { address: address + 0x1000, byteCount: 1, flags: WRITE },
    );
    this.notify(CTRL);
    this.advance(COMMAND_NS);
    return this.ram[address + 0x1000];
  }

  receive(frame: Uint8Array): void {
    this.device.receive(frame, frame.length);
  }

  setAvailableFlags(queue: number, flags: number): void {
    this.view.setUint16(QUEUES[queue] + AVAILABLE[queue], flags, true);
  }

  /** used_event, behind the available ring. */
  setUsedEvent(queue: number, index: number): void {
    const at = QUEUES[queue] + AVAILABLE[queue] + 4 + 2 * SIZES[queue];
    this.view.setUint16(at, index, true);
  }

  setAvailableIndex(queue: number, index: number): void {
    this.view.setUint16(QUEUES[queue] + AVAILABLE[queue] + 2, index, true);
  }

  usedFlags(queue: number): number {
    return this.view.getUint16(QUEUES[queue] + USED[queue], true);
  }

  /** avail_event, behind the used ring. */
  availableEvent(queue: number): number {
    return this.view.getUint16(QUEUES[queue] + USED[queue] + 4 + 8 * SIZES[queue], true);
  }

  /** The used ring: each chain's head, and the bytes written. */
  used(queue: number): [head: number, byteCount: number][] {
    const used = QUEUES[queue] + USED[queue];
    return Array.from({ length: this.view.getUint16(used + 2, true) }, (_, index) => [
      this.view.getUint32(used + 4 + 8 * (index % SIZES[queue]), true),
      this.view.getUint32(used + 8 + 8 * (index % SIZES[queue]), true),
    ]);
  }

  /** ISR Status, which the read clears. */
  isr(): number {
    return this.get(0x13, 1);
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
