/**
 * The least of a driver for the 21143, polled: start, send, reap, receive. After the 21143 HRM,
 * chapters 3 and 4; it uses the MII port, a ring for transmission and a chain for reception.
 */
import { VIRTUAL_BASE, virtual } from '../../../hardware/address';
import type { Clock } from '../../../hardware/clock';
import type { MemoryAccess } from '../../../hardware/memory';
import type { Nic } from '../../../hardware/nic/nic';
import type { RegisterWindow } from '../../../hardware/ports';

const CSR0 = 0x00;
const CSR1 = 0x08;
const CSR2 = 0x10;
const CSR3 = 0x18;
const CSR4 = 0x20;
const CSR5 = 0x28;
const CSR6 = 0x30;

const OWN = 0x8000_0000;
const DESCRIPTOR_BYTES = 16;
const BUFFER_BYTES = 1536;
const SETUP_BYTES = 192;
const RING_COUNT_MAX = 64;
/** PS, SF, and the bits that must be one. */
const MODE = 0x3224_0000;
const FILTER_NS = 1_000_000;

export interface I21143Bus {
  readonly nic: Nic;
  readonly memory: MemoryAccess;
  readonly clock: Clock;
  /** Physical address of 256 KB of memory for lists and buffers; 64 KB if not told. */
  readonly base?: number;
}

export interface I21143DriverOptions {
  /** Descriptors, 2 to 64. */
  readonly txRing?: number;
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
  readonly macAddress?: Uint8Array;
}

export class I21143Driver {
  readonly #window: RegisterWindow;
  readonly #memory: MemoryAccess;
  readonly #clock: Clock;
  readonly #txBase: number;
  readonly #rxBase: number;
  readonly #txBuffers: number;
  readonly #rxBuffers: number;
  #txRing = 0;
  #rxRing = 0;
  #sentCount = 0;
  #reapedCount = 0;
  #rxIndex = 0;

  constructor({ nic, memory, clock, base = 0x1_0000 }: I21143Bus) {
    this.#window = nic.bars[1]!.window;
    this.#memory = memory;
    this.#clock = clock;
    this.#txBase = base;
    this.#rxBase = base + RING_COUNT_MAX * DESCRIPTOR_BYTES;
    this.#txBuffers = base + 0x1000;
    this.#rxBuffers = this.#txBuffers + RING_COUNT_MAX * BUFFER_BYTES;
  }

  /** Resets the chip, loads the filter and turns it on. */
  start({
    txRing = 8,
    rxRing = 16,
    promiscuous = false,
    macAddress = new Uint8Array(6).fill(0xff),
  }: I21143DriverOptions = {}): void {
    if (txRing < 2 || txRing > RING_COUNT_MAX || rxRing < 2 || rxRing > RING_COUNT_MAX)
      throw new RangeError(`rings of ${txRing} and ${rxRing} descriptors`);
    this.#txRing = txRing;
    this.#rxRing = rxRing;
    this.#sentCount = 0;
    this.#reapedCount = 0;
    this.#rxIndex = 0;
    this.#set(CSR0, 1);
    this.#clock.advance(10_000);
    for (let index = 0; index < txRing; index++) this.#word(this.#tx(index), 0);
    for (let index = 0; index < rxRing; index++) {
      this.#word(this.#rx(index) + 4, 0x0100_0000 | BUFFER_BYTES);
      this.#word(this.#rx(index) + 8, this.#rxBuffers + index * BUFFER_BYTES);
      this.#word(this.#rx(index) + 12, this.#rx((index + 1) % rxRing));
      this.#word(this.#rx(index), OWN);
    }
    this.#set(CSR3, this.#rxBase);
    this.#set(CSR4, this.#txBase);
    this.#set(CSR6, MODE | 0x2000 | (promiscuous ? 0x40 : 0));
    this.#loadFilter(macAddress);
    this.#set(CSR6, MODE | 0x2002 | (promiscuous ? 0x40 : 0));
  }

  /** Hands a frame over; false if all descriptors are in use. */
  send(frame: Uint8Array): boolean {
    if (frame.length > 1514) throw new RangeError(`a frame of ${frame.length} bytes`);
    if (this.#sentCount - this.#reapedCount === this.#txRing - 1) return false;
    this.#hand(frame, 0x6000_0000 | frame.length);
    return true;
  }

  /** Reclaims the descriptors of what has been sent. */
  reap(): void {
    while (this.#reapedCount < this.#sentCount) {
      const status = this.#read(this.#tx(this.#reapedCount % this.#txRing));
      if ((status & OWN) !== 0) return;
      this.#reapedCount++;
    }
  }

  /** The next frame without its FCS, if there is one. */
  receive(): Uint8Array | undefined {
    this.#set(CSR5, this.#window.read(CSR5, 4));
    const at = this.#rx(this.#rxIndex);
    const status = this.#read(at);
    if ((status & OWN) !== 0) return undefined;
    // FS and LS, and no error.
    if ((status & 0x8300) !== 0x0300) throw new Error(`RDES0 is ${status.toString(16)}`);
    const frame = new Uint8Array(((status >>> 16) & 0x3fff) - 4);
    const buffer = this.#rxBuffers + this.#rxIndex * BUFFER_BYTES;
    for (let offset = 0; offset < frame.length; offset++)
      frame[offset] = this.#read(buffer + (offset & ~3)) >>> (8 * (offset & 3));
    this.#word(at, OWN);
    this.#rxIndex = (this.#rxIndex + 1) % this.#rxRing;
    this.#set(CSR2, 1);
    return frame;
  }

  /** A setup frame: perfect filtering, the station's address and broadcast. */
  #loadFilter(macAddress: Uint8Array): void {
    const setup = new Uint8Array(SETUP_BYTES).fill(0xff);
    for (let at = 0; at < 6; at++) setup[4 * (at >> 1) + (at & 1)] = macAddress[at];
    this.#hand(setup, 0x0800_0000 | SETUP_BYTES);
    this.#clock.advance(FILTER_NS);
    this.reap();
  }

  #hand(bytes: Uint8Array, control: number): void {
    const index = this.#sentCount % this.#txRing;
    const buffer = this.#txBuffers + index * BUFFER_BYTES;
    for (let at = 0; at < bytes.length; at += 4)
      this.#word(
        buffer + at,
        bytes[at] |
          ((bytes[at + 1] ?? 0) << 8) |
          ((bytes[at + 2] ?? 0) << 16) |
          ((bytes[at + 3] ?? 0) << 24),
      );
    const isLast = index === this.#txRing - 1;
    this.#word(this.#tx(index) + 4, control | (isLast ? 0x0200_0000 : 0));
    this.#word(this.#tx(index) + 8, buffer);
    this.#word(this.#tx(index), OWN);
    this.#sentCount++;
    this.#set(CSR1, 1);
  }

  #tx(index: number): number {
    return this.#txBase + index * DESCRIPTOR_BYTES;
  }

  #rx(index: number): number {
    return this.#rxBase + index * DESCRIPTOR_BYTES;
  }

  #set(offset: number, value: number): void {
    this.#window.write(offset, 4, value >>> 0);
  }

  #word(address: number, value: number): void {
    this.#memory.write32(virtual(VIRTUAL_BASE + address), value >>> 0);
  }

  #read(address: number): number {
    return this.#memory.read32(virtual(VIRTUAL_BASE + address));
  }
}
