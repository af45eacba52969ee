/**
 * The least of a driver for the 82540EM, polled: start, send, reap, receive. After 8254x SDM 14.3 to
 * 14.5 (initialization), 3.2 (receive descriptors) and 3.3 (legacy transmit descriptors).
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../../hardware/address';
import type { MemoryAccess } from '../../../hardware/memory';
import type { RegisterWindow } from '../../../hardware/ports';

const [CTRL, STATUS, IMC, RCTL, TCTL, TIPG] = [0x0000, 0x0008, 0x00d8, 0x0100, 0x0400, 0x0410];
const [RDBAL, RDBAH, RDLEN, RDH, RDT] = [0x2800, 0x2804, 0x2808, 0x2810, 0x2818];
const [TDBAL, TDBAH, TDLEN, TDH, TDT] = [0x3800, 0x3804, 0x3808, 0x3810, 0x3818];
const [RAL0, RAH0, MTA] = [0x5400, 0x5404, 0x5200];

const [CTRL_FD, CTRL_ASDE, CTRL_SLU, CTRL_RST] = [0x1, 0x20, 0x40, 0x0400_0000];
const STATUS_LU = 0x2;
/** EN, BAM, 2 KB buffers, SECRC; and UPE, MPE. */
const RCTL_ON = 0x0400_8002;
const RCTL_PROMISCUOUS = 0x18;
/** EN, PSP, CT 0Fh, COLD 40h. */
const TCTL_ON = 0x0004_00fa;
/** IPGT 10, IPGR1 8, IPGR2 6 (13.4.34). */
const TIPG_COPPER = 0x0060_200a;
/** EOP, IFCS, RS. */
const SEND = 0x0b00_0000;
const [DD, EOP] = [0x1, 0x2];

const DESCRIPTOR_BYTES = 16;
const BUFFER_BYTES = 2048;
const FRAME_BYTES_MAX = 1518;
const LINK_POLL_NS = 10_000_000;
const LINK_POLLS_MAX = 400;

export interface I82540emBus {
  readonly nic: { readonly bars: readonly ({ readonly window: RegisterWindow } | undefined)[] };
  readonly memory: MemoryAccess;
  readonly clock: { advance(durationNs: number): void };
  /** Physical address of the rings and, behind them, of a 2 KB buffer for each descriptor. */
  readonly base?: number;
}

export interface I82540emDriverOptions {
  /** Descriptors, a multiple of 8. */
  readonly txRing?: number;
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
}

export class I82540emDriver {
  readonly macAddress = new Uint8Array(6);
  readonly #window: RegisterWindow;
  readonly #memory: MemoryAccess;
  readonly #clock: { advance(durationNs: number): void };
  readonly #base: number;
  #txCount = 0;
  #rxCount = 0;
  #txTail = 0;
  #txReaped = 0;
  #rxNext = 0;

  constructor({ nic, memory, clock, base = 0x1_0000 }: I82540emBus) {
    this.#window = nic.bars[0]!.window;
    this.#memory = memory;
    this.#clock = clock;
    this.#base = base;
  }

  /** Resets the device, sets up both rings, and waits for the link as long as it may take. */
  start({ txRing = 32, rxRing = 32, promiscuous = false }: I82540emDriverOptions = {}): void {
    if (txRing % 8 !== 0 || rxRing % 8 !== 0) throw new RangeError('a ring is of eights');
    this.#txCount = txRing;
    this.#rxCount = rxRing;
    this.#txTail = 0;
    this.#txReaped = 0;
    this.#rxNext = 0;
    this.#set(CTRL, CTRL_RST);
    this.#set(IMC, 0xffff_ffff);
    this.#set(CTRL, CTRL_FD | CTRL_ASDE | CTRL_SLU);
    this.#readAddress();
    for (let word = 0; word < 128; word++) this.#set(MTA + 4 * word, 0);
    this.#startReceiver(promiscuous);
    this.#startTransmitter();
    for (let poll = 0; poll < LINK_POLLS_MAX && !this.hasLink; poll++)
      this.#clock.advance(LINK_POLL_NS);
  }

  get hasLink(): boolean {
    return (this.#get(STATUS) & STATUS_LU) !== 0;
  }

  /** False if the ring is full: one descriptor always stays free. */
  send(frame: Uint8Array): boolean {
    if (frame.length > FRAME_BYTES_MAX) throw new RangeError(`a frame of ${frame.length} bytes`);
    const next = (this.#txTail + 1) % this.#txCount;
    if (next === this.#txReaped) return false;
    const buffer = this.#txBuffer(this.#txTail);
    for (let at = 0; at < frame.length; at++) this.#memory.write8(virtual(buffer + at), frame[at]);
    const descriptor = this.#txDescriptor(this.#txTail);
    this.#put(descriptor, buffer - VIRTUAL_BASE, 0, SEND | frame.length, 0);
    this.#txTail = next;
    this.#set(TDT, next);
    return true;
  }

  /** Takes back the descriptors of what has been sent. */
  reap(): void {
    while (this.#txReaped !== this.#txTail) {
      const status = this.#memory.read32(virtual(this.#txDescriptor(this.#txReaped) + 12));
      if ((status & DD) === 0) return;
      this.#txReaped = (this.#txReaped + 1) % this.#txCount;
    }
  }

  /** The next frame that has come in, without FCS. */
  receive(): Uint8Array | undefined {
    const descriptor = this.#rxDescriptor(this.#rxNext);
    const status = this.#memory.read32(virtual(descriptor + 12));
    if ((status & DD) === 0) return undefined;
    if ((status & EOP) === 0) throw new Error('a frame of more than a buffer');
    const frame = new Uint8Array(this.#memory.read16(virtual(descriptor + 8)));
    const buffer = this.#rxBuffer(this.#rxNext);
    for (let at = 0; at < frame.length; at++) frame[at] = this.#memory.read8(virtual(buffer + at));
    this.#put(descriptor, buffer - VIRTUAL_BASE, 0, 0, 0);
    // The descriptor goes back as the last one that the device has.
    this.#set(RDT, this.#rxNext);
    this.#rxNext = (this.#rxNext + 1) % this.#rxCount;
    return frame;
  }

  #readAddress(): void {
    const [low, high] = [this.#get(RAL0), this.#get(RAH0)];
    for (let index = 0; index < 4; index++) this.macAddress[index] = low >>> (8 * index);
    for (let index = 0; index < 2; index++) this.macAddress[4 + index] = high >>> (8 * index);
  }

  #startReceiver(isPromiscuous: boolean): void {
    for (let index = 0; index < this.#rxCount; index++)
      this.#put(this.#rxDescriptor(index), this.#rxBuffer(index) - VIRTUAL_BASE, 0, 0, 0);
    this.#set(RDBAL, this.#rxDescriptor(0) - VIRTUAL_BASE);
    this.#set(RDBAH, 0);
    this.#set(RDLEN, this.#rxCount * DESCRIPTOR_BYTES);
    this.#set(RDH, 0);
    this.#set(RCTL, RCTL_ON | (isPromiscuous ? RCTL_PROMISCUOUS : 0));
    this.#set(RDT, this.#rxCount - 1);
  }

  #startTransmitter(): void {
    this.#set(TDBAL, this.#txDescriptor(0) - VIRTUAL_BASE);
    this.#set(TDBAH, 0);
    this.#set(TDLEN, this.#txCount * DESCRIPTOR_BYTES);
    this.#set(TDH, 0);
    this.#set(TDT, 0);
    this.#set(TIPG, TIPG_COPPER);
    this.#set(TCTL, TCTL_ON);
  }

  #txDescriptor(index: number): number {
    return VIRTUAL_BASE + this.#base + index * DESCRIPTOR_BYTES;
  }

  #rxDescriptor(index: number): number {
    return this.#txDescriptor(this.#txCount + index);
  }

  #txBuffer(index: number): number {
    return this.#txDescriptor(this.#txCount + this.#rxCount) + index * BUFFER_BYTES;
  }

  #rxBuffer(index: number): number {
    return this.#txBuffer(this.#txCount + index);
  }

  #put(descriptor: number, ...words: readonly [number, number, number, number]): void {
    words.forEach((word, index) => this.#memory.write32(at32(descriptor, index), word >>> 0));
  }

  #get(offset: number): number {
    return this.#window.read(offset, 4);
  }

  #set(offset: number, value: number): void {
    this.#window.write(offset, 4, value >>> 0);
  }
}

function at32(base: number, index: number): VirtualAddress {
  return virtual(base + 4 * index);
}
