/**
 * The least of a driver for the RTL8139C, polled: start, send, reap, receive. After the RTL8139C(L)
 * data sheet, chapters 6 and 9, and the RTL8139(A/B) programming guide.
 */
import { VIRTUAL_BASE, virtual } from '../../../hardware/address';
import type { Clock } from '../../../hardware/clock';
import type { MemoryAccess } from '../../../hardware/memory';
import type { Nic } from '../../../hardware/nic/nic';
import type { RegisterWindow } from '../../../hardware/ports';

const TSD0 = 0x10;
const TSAD0 = 0x20;
const RBSTART = 0x30;
const CR = 0x37;
const CAPR = 0x38;
const IMR = 0x3c;
const ISR = 0x3e;
const TCR = 0x40;
const RCR = 0x44;
const MAR0 = 0x08;

const DESCRIPTOR_COUNT = 4;
const TX_BUFFER_BYTES = 2048;
const FRAME_BYTES_MIN = 60;
const FRAME_BYTES_MAX = 1514;
/** A frame of 1514 bytes with header and FCS. */
const RX_PACKET_BYTES = 1524;
/** By RCR.RBLEN. */
const RING_BYTES = [0x2000, 0x4000, 0x8000, 0x1_0000];
const RESET_POLLS_MAX = 1000;
const RESET_POLL_NS = 10_000;

export interface Rtl8139Bus {
  readonly nic: Nic;
  readonly memory: MemoryAccess;
  readonly clock: Clock;
  /** Physical address of 80 KB of memory for the ring and the buffers; 64 KB if not told. */
  readonly base?: number;
}

export interface Rtl8139DriverOptions {
  /** Descriptors in use, 1 to 4. */
  readonly txRing?: number;
  /** Frames of full length that the receive ring holds at least, 1 to 42. */
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
}

export class Rtl8139Driver {
  readonly #window: RegisterWindow;
  readonly #memory: MemoryAccess;
  readonly #clock: Clock;
  readonly #txBase: number;
  readonly #rxBase: number;
  #txRing = DESCRIPTOR_COUNT;
  #rxRingBytes = 0;
  #rxOffset = 0;
  /** Counts of packets handed over and of packets reclaimed. */
  #sentCount = 0;
  #reapedCount = 0;

  constructor({ nic, memory, clock, base = 0x1_0000 }: Rtl8139Bus) {
    this.#window = nic.bars[0]!.window;
    this.#memory = memory;
    this.#clock = clock;
    this.#txBase = base;
    this.#rxBase = base + DESCRIPTOR_COUNT * TX_BUFFER_BYTES;
  }

  /** Resets the chip and turns it on. */
  start({ txRing = 4, rxRing = 16, promiscuous = false }: Rtl8139DriverOptions = {}): void {
    const window = this.#window;
    window.write(CR, 1, 0x10);
    for (let poll = 0; (window.read(CR, 1) & 0x10) !== 0; poll++) {
      if (poll === RESET_POLLS_MAX) throw new Error('the RTL8139C does not come out of reset');
      this.#clock.advance(RESET_POLL_NS);
    }
    const rblen = RING_BYTES.findIndex((bytes) => bytes > rxRing * RX_PACKET_BYTES);
    if (txRing > DESCRIPTOR_COUNT || rblen < 0)
      throw new RangeError(`${txRing} descriptors, ${rxRing} frames`);
    this.#txRing = txRing;
    this.#rxRingBytes = RING_BYTES[rblen];
    this.#rxOffset = 0;
    this.#sentCount = 0;
    this.#reapedCount = 0;
    for (let index = 0; index < DESCRIPTOR_COUNT; index++)
      window.write(TSAD0 + 4 * index, 4, this.#txBase + index * TX_BUFFER_BYTES);
    window.write(RBSTART, 4, this.#rxBase);
    window.write(IMR, 2, 0);
    window.write(CR, 1, 0x0c);
    // RBLEN; no FIFO threshold, unlimited bursts; AB, AM, APM, and AAP if promiscuous.
    window.write(RCR, 4, 0xe700 | (rblen << 11) | 0x0e | (promiscuous ? 0x01 : 0));
    // The gap of IEEE 802.3, bursts of 2048 bytes.
    window.write(TCR, 4, 0x0300_0700);
    window.write(MAR0, 4, 0xffff_ffff);
    window.write(MAR0 + 4, 4, 0xffff_ffff);
  }

  /** Hands a frame over; false if all descriptors are in use. */
  send(frame: Uint8Array): boolean {
    if (frame.length > FRAME_BYTES_MAX) throw new RangeError(`a frame of ${frame.length} bytes`);
    if (this.#sentCount - this.#reapedCount === this.#txRing) return false;
    const index = this.#sentCount % DESCRIPTOR_COUNT;
    const address = this.#txBase + index * TX_BUFFER_BYTES;
    // The chip pads nothing.
    const byteCount = Math.max(frame.length, FRAME_BYTES_MIN);
    for (let at = 0; at < byteCount; at += 4)
      this.#memory.write32(
        virtual(VIRTUAL_BASE + address + at),
        (frame[at] ?? 0) |
          ((frame[at + 1] ?? 0) << 8) |
          ((frame[at + 2] ?? 0) << 16) |
          ((frame[at + 3] ?? 0) << 24),
      );
    this.#window.write(TSD0 + 4 * index, 4, byteCount);
    this.#sentCount++;
    return true;
  }

  /** Reclaims the descriptors of what has been sent. */
  reap(): void {
    while (this.#reapedCount < this.#sentCount) {
      const index = this.#reapedCount % DESCRIPTOR_COUNT;
      // TOK, TUN or TABT: it is over.
      if ((this.#window.read(TSD0 + 4 * index, 4) & 0x4000_c000) === 0) return;
      this.#reapedCount++;
    }
  }

  /** The next frame without its FCS, if there is one. */
  receive(): Uint8Array | undefined {
    const window = this.#window;
    window.write(ISR, 2, window.read(ISR, 2));
    if ((window.read(CR, 1) & 0x01) !== 0) return undefined;
    const header = this.#memory.read32(this.#at(0));
    const lengthBytes = header >>> 16;
    const frame = new Uint8Array(lengthBytes - 4);
    for (let at = 0; at < frame.length; at += 4) {
      const word = this.#memory.read32(this.#at(4 + at));
      for (let byte = 0; byte < 4 && at + byte < frame.length; byte++)
        frame[at + byte] = word >>> (8 * byte);
    }
    this.#rxOffset = ((this.#rxOffset + 4 + lengthBytes + 3) & ~3) % this.#rxRingBytes;
    window.write(CAPR, 2, (this.#rxOffset - 16) & 0xffff);
    return frame;
  }

  /** The virtual address so many bytes on in the ring. */
  #at(offset: number) {
    return virtual(VIRTUAL_BASE + this.#rxBase + ((this.#rxOffset + offset) % this.#rxRingBytes));
  }
}
