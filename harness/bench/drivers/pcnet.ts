/**
 * The least of a driver for the PCnet-PCI II and the PCnet-FAST III, polled: start, send, reap,
 * receive. After the Am79C970A data sheet (publication 19436): Initialization, Initialization Block,
 * Receive Descriptors and Transmit Descriptors.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../../hardware/address';
import type { MemoryAccess } from '../../../hardware/memory';
import type { RegisterWindow } from '../../../hardware/ports';

/** The window in the mode of 32-bit accesses. */
const [RDP, RAP, RESET, BDP] = [0x10, 0x14, 0x18, 0x1c];
const [INIT, STRT, STOP, TDMD, IDON] = [0x0001, 0x0002, 0x0004, 0x0008, 0x0100];
/** CSR4: DMAPLUS, APAD_XMT, and all masks. */
const FEATURES = 0x4915;
const PROM = 0x8000;
/** The status byte: OWN, STP and ENP; ERR. */
const [OWN, ERR, STP, ENP] = [0x80, 0x40, 0x02, 0x01];
/** BCR4.LEDOUT, with LNKSTE enabled. */
const LEDOUT = 0x8000;

const BUFFER_BYTES = 2048;
/** The two's complement of 2048 below four ones. */
const BUFFER_COUNT = 0xf800;
const FRAME_BYTES_MAX = 1518;
const FCS_BYTES = 4;
const INIT_BLOCK_BYTES = 0x40;
const INIT_POLL_NS = 1000;
const INIT_POLLS_MAX = 1000;
const LINK_POLL_NS = 10_000_000;
const LINK_POLLS_MAX = 400;

export interface PcnetBus {
  readonly nic: { readonly bars: readonly ({ readonly window: RegisterWindow } | undefined)[] };
  readonly memory: MemoryAccess;
  readonly clock: { advance(durationNs: number): void };
  /** Physical address of the structures and, behind them, of a 2 KB buffer for each descriptor. */
  readonly base?: number;
}

export interface PcnetDriverOptions {
  /** Descriptors, a power of two: to 128 in style 0, to 512 in the others. */
  readonly txRing?: number;
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
  /** BCR20.SWSTYLE; 2 if not told. */
  readonly style?: 0 | 2 | 3;
}

interface Ring {
  base: number;
  buffers: number;
  count: number;
  next: number;
}

export class PcnetDriver {
  readonly macAddress = new Uint8Array(6);
  readonly #window: RegisterWindow;
  readonly #memory: MemoryAccess;
  readonly #clock: { advance(durationNs: number): void };
  readonly #base: number;
  #style: 0 | 2 | 3 = 2;
  #tx: Ring = { base: 0, buffers: 0, count: 0, next: 0 };
  #rx: Ring = { base: 0, buffers: 0, count: 0, next: 0 };
  #txReaped = 0;
  #pendingCount = 0;

  constructor({ nic, memory, clock, base = 0x1_0000 }: PcnetBus) {
    this.#window = nic.bars[0]!.window;
    this.#memory = memory;
    this.#clock = clock;
    this.#base = base;
  }

  /** Resets the device, sets up both rings, and waits for the link as long as it may take. */
  start({ txRing = 32, rxRing = 32, promiscuous = false, style = 2 }: PcnetDriverOptions = {}) {
    this.#reset();
    this.#style = style;
    const rings = this.#base + INIT_BLOCK_BYTES;
    const buffers = rings + 16 * (txRing + rxRing);
    this.#rx = { base: rings, buffers, count: rxRing, next: 0 };
    const txBuffers = buffers + BUFFER_BYTES * rxRing;
    this.#tx = { base: rings + 16 * rxRing, buffers: txBuffers, count: txRing, next: 0 };
    this.#txReaped = 0;
    this.#pendingCount = 0;
    this.#setBcr(20, style);
    this.#setCsr(4, FEATURES);
    for (let index = 0; index < rxRing; index++) this.#giveReceive(index);
    for (let index = 0; index < txRing; index++) this.#putStatus(this.#tx, index, 0);
    this.#putInitBlock(promiscuous ? PROM : 0);
    this.#setCsr(1, this.#base & 0xffff);
    this.#setCsr(2, this.#base >>> 16);
    this.#setCsr(0, INIT);
    for (let poll = 0; poll < INIT_POLLS_MAX && (this.#csr(0) & IDON) === 0; poll++)
      this.#clock.advance(INIT_POLL_NS);
    this.#setCsr(0, IDON | STRT);
    for (let poll = 0; poll < LINK_POLLS_MAX && !this.hasLink; poll++)
      this.#clock.advance(LINK_POLL_NS);
  }

  /** Stops the device. */
  stop(): void {
    this.#setCsr(0, STOP);
  }

  get hasLink(): boolean {
    return (this.#bcr(4) & LEDOUT) !== 0;
  }

  /** False if the ring is full. */
  send(frame: Uint8Array): boolean {
    if (frame.length === 0 || frame.length > FRAME_BYTES_MAX)
      throw new RangeError(`a frame of ${frame.length} bytes`);
    const ring = this.#tx;
    if (this.#pendingCount === ring.count) return false;
    const buffer = ring.buffers + ring.next * BUFFER_BYTES;
    for (let at = 0; at < frame.length; at++) this.#memory.write8(locate(buffer + at), frame[at]);
    this.#putDescriptor(ring, ring.next, buffer, -frame.length & 0xffff, OWN | STP | ENP);
    ring.next = (ring.next + 1) % ring.count;
    this.#pendingCount++;
    this.#setCsr(0, TDMD);
    return true;
  }

  /** Takes back the descriptors whose frames have left. */
  reap(): void {
    const ring = this.#tx;
    while (this.#pendingCount > 0 && (this.#status(ring, this.#txReaped) & OWN) === 0) {
      this.#txReaped = (this.#txReaped + 1) % ring.count;
      this.#pendingCount--;
    }
  }

  /** The next frame, without FCS; undefined if none has come. */
  receive(): Uint8Array | undefined {
    const ring = this.#rx;
    const index = ring.next;
    const status = this.#status(ring, index);
    if ((status & OWN) !== 0) return undefined;
    ring.next = (index + 1) % ring.count;
    const byteCount = this.#messageBytes(index) - FCS_BYTES;
    const frame = new Uint8Array(Math.max(byteCount, 0));
    const buffer = ring.buffers + index * BUFFER_BYTES;
    for (let at = 0; at < frame.length; at++) frame[at] = this.#memory.read8(locate(buffer + at));
    this.#giveReceive(index);
    // What came in pieces or with an error is not a frame.
    return (status & (ERR | STP | ENP)) === (STP | ENP) ? frame : this.receive();
  }

  /** Into the mode of 32-bit accesses, whichever the device was in. */
  #reset(): void {
    this.#window.write(RDP, 4, 0);
    this.#window.read(RESET, 4);
    this.#setCsr(0, STOP);
    for (let index = 0; index < 6; index++) this.macAddress[index] = this.#window.read(index, 1);
  }

  #putInitBlock(mode: number): void {
    const memory = this.#memory;
    const [rx, tx] = [this.#rx, this.#tx];
    const [rlen, tlen] = [Math.log2(rx.count), Math.log2(tx.count)];
    const block = this.#base;
    const isWide = this.#style !== 0;
    memory.write16(locate(block), mode);
    if (isWide) memory.write16(locate(block + 2), (tlen << 12) | (rlen << 4));
    const padr = block + (isWide ? 4 : 2);
    const ladrf = block + (isWide ? 12 : 8);
    this.macAddress.forEach((byte, index) => memory.write8(locate(padr + index), byte));
    for (let index = 0; index < 8; index++) memory.write8(locate(ladrf + index), 0);
    if (isWide) {
      memory.write32(locate(block + 20), rx.base);
      memory.write32(locate(block + 24), tx.base);
    } else {
      memory.write32(locate(block + 16), ((rlen << 29) | rx.base) >>> 0);
      memory.write32(locate(block + 20), ((tlen << 29) | tx.base) >>> 0);
    }
  }

  #giveReceive(index: number): void {
    const buffer = this.#rx.buffers + index * BUFFER_BYTES;
    this.#putDescriptor(this.#rx, index, buffer, BUFFER_COUNT, OWN);
  }

  /** OWN comes last. */
  #putDescriptor(ring: Ring, index: number, buffer: number, count: number, status: number): void {
    const memory = this.#memory;
    const at = this.#descriptor(ring, index);
    const bcnt = 0xf000 | count;
    if (this.#style === 0) {
      memory.write16(locate(at), buffer);
      memory.write8(locate(at + 2), buffer >>> 16);
      memory.write16(locate(at + 4), bcnt);
      memory.write16(locate(at + 6), 0);
    } else {
      memory.write32(locate(at + (this.#style === 3 ? 8 : 0)), buffer);
      memory.write32(locate(at + (this.#style === 3 ? 0 : 8)), 0);
      memory.write16(locate(at + 4), bcnt);
      memory.write8(locate(at + 6), 0);
    }
    this.#putStatus(ring, index, status);
  }

  #putStatus(ring: Ring, index: number, status: number): void {
    this.#memory.write8(this.#statusAddress(ring, index), status);
  }

  #status(ring: Ring, index: number): number {
    return this.#memory.read8(this.#statusAddress(ring, index));
  }

  #statusAddress(ring: Ring, index: number): VirtualAddress {
    return locate(this.#descriptor(ring, index) + (this.#style === 0 ? 3 : 7));
  }

  #descriptor(ring: Ring, index: number): number {
    return ring.base + index * (this.#style === 0 ? 8 : 16);
  }

  #messageBytes(index: number): number {
    const offset = { 0: 6, 2: 8, 3: 0 }[this.#style];
    return this.#memory.read16(locate(this.#descriptor(this.#rx, index) + offset)) & 0xfff;
  }

  #csr(number: number): number {
    this.#window.write(RAP, 4, number);
    return this.#window.read(RDP, 4);
  }

  #setCsr(number: number, value: number): void {
    this.#window.write(RAP, 4, number);
    this.#window.write(RDP, 4, value);
  }

  #bcr(number: number): number {
    this.#window.write(RAP, 4, number);
    return this.#window.read(BDP, 4);
  }

  #setBcr(number: number, value: number): void {
    this.#window.write(RAP, 4, number);
    this.#window.write(BDP, 4, value);
  }
}

/** Where a physical address lies for the processor. */
function locate(address: number): VirtualAddress {
  return virtual(VIRTUAL_BASE + address);
}
