/**
 * The least that drives an RTL8029AS by polling: word-wide remote DMA, one transmit buffer or more,
 * a receive ring, and the overflow routine of DP8390D 7. Nothing here comes from the model.
 */
import type { RegisterWindow } from '../../../hardware/ports';

/** What the driver talks to; the chip masters no bus, so of memory it needs none. */
export interface Rtl8029Bus {
  readonly nic: { readonly bars: readonly ({ readonly window: RegisterWindow } | undefined)[] };
  readonly clock: { advance(durationNs: number): void };
}

export interface Rtl8029DriverOptions {
  /** Transmit buffers of six pages, 1 to 8. */
  readonly txRing?: number;
  /** Frames of full length that the receive ring holds, 1 to 13. */
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
}

const BUFFER_PAGES = 6;
const FIRST_PAGE = 0x40;
const [CR, PSTART, PSTOP, BNRY, TPSR, TBCR0, TBCR1, ISR] = [0, 1, 2, 3, 4, 5, 6, 7];
const [RSAR0, RSAR1, RBCR0, RBCR1, RCR, TCR, DCR, IMR] = [8, 9, 10, 11, 12, 13, 14, 15];
const DATA = 0x10;
const OVERFLOW_WAIT_NS = 1_600_000;

export class Rtl8029Driver {
  readonly macAddress = new Uint8Array(6);
  readonly #window: RegisterWindow;
  readonly #clock: { advance(durationNs: number): void };
  #txRing = 2;
  #firstRxPage = 0;
  #stopPage = 0;
  #nextPage = 0;
  /** Byte counts of the buffers that wait, oldest first; the oldest is on its way. */
  #waiting: number[] = [];
  #firstBuffer = 0;
  #rcr = 0;

  constructor({ nic, clock }: Rtl8029Bus) {
    this.#window = nic.bars[0]!.window;
    this.#clock = clock;
  }

  start({ txRing = 2, rxRing = 8, promiscuous = false }: Rtl8029DriverOptions = {}): void {
    this.#txRing = txRing;
    this.#firstRxPage = FIRST_PAGE + txRing * BUFFER_PAGES;
    // One page more, for BNRY lies one page behind the frame that is next.
    this.#stopPage = this.#firstRxPage + rxRing * BUFFER_PAGES + 1;
    if (this.#stopPage > 0xc0) throw new RangeError(`${txRing} + ${rxRing} buffers in 32 KB`);
    this.#window.write(0x1f, 1, 0);
    this.#set(CR, 0x21);
    this.#set(DCR, 0x49);
    this.#set(RCR, 0x20);
    this.#set(TCR, 0x02);
    this.#set(CR, 0x22);
    this.#setRemote(0, 32);
    this.#set(CR, 0x0a);
    for (let index = 0; index < 6; index++) this.macAddress[index] = this.#window.read(DATA, 1);
    this.#set(CR, 0x21);
    this.#set(PSTART, this.#firstRxPage);
    this.#set(PSTOP, this.#stopPage);
    this.#set(BNRY, this.#firstRxPage);
    this.#set(ISR, 0xff);
    this.#set(IMR, 0x00);
    this.#set(CR, 0x61);
    for (let index = 0; index < 6; index++) this.#set(1 + index, this.macAddress[index]);
    for (let index = 0; index < 8; index++) this.#set(8 + index, 0xff);
    this.#nextPage = this.#firstRxPage + 1;
    this.#set(7, this.#nextPage);
    this.#rcr = promiscuous ? 0x1c : 0x0c;
    this.#set(CR, 0x22);
    this.#set(RCR, this.#rcr);
    this.#set(TCR, 0x00);
    this.#waiting = [];
    this.#firstBuffer = 0;
  }

  /** False if all transmit buffers are in use. */
  send(frame: Uint8Array): boolean {
    if (this.#waiting.length === this.#txRing) return false;
    const byteCount = Math.max(frame.length, 60);
    const index = (this.#firstBuffer + this.#waiting.length) % this.#txRing;
    this.#setRemote((FIRST_PAGE + index * BUFFER_PAGES) << 8, (byteCount + 1) & ~1);
    this.#set(CR, 0x12);
    for (let at = 0; at < byteCount; at += 4) {
      const word = byteAt(frame, at) | (byteAt(frame, at + 1) << 8);
      const rest = byteAt(frame, at + 2) | (byteAt(frame, at + 3) << 8);
      this.#window.write(DATA, 4, (word | (rest << 16)) >>> 0);
    }
    this.#set(ISR, 0x40);
    this.#waiting.push(byteCount);
    if (this.#waiting.length === 1) this.#transmit();
    return true;
  }

  /** Reclaims the buffer that is sent, and sends the next. */
  reap(): void {
    while (this.#waiting.length > 0 && (this.#get(CR) & 0x04) === 0) {
      this.#waiting.shift();
      this.#firstBuffer = (this.#firstBuffer + 1) % this.#txRing;
      if (this.#waiting.length > 0) this.#transmit();
    }
  }

  /** The next frame without its FCS. */
  receive(): Uint8Array | undefined {
    if ((this.#get(ISR) & 0x10) === 0) return this.#removeFrame();
    const resends = this.#beginRecovery();
    const frame = this.#removeFrame();
    this.#set(ISR, 0x10);
    this.#set(TCR, 0x00);
    if (resends) this.#set(CR, 0x26);
    return frame;
  }

  #removeFrame(): Uint8Array | undefined {
    this.#set(CR, 0x62);
    const current = this.#get(7);
    this.#set(CR, 0x22);
    if (this.#nextPage === current) return undefined;
    this.#setRemote(this.#nextPage << 8, 4);
    this.#set(CR, 0x0a);
    const header = this.#window.read(DATA, 4);
    const byteCount = (header >>> 16) - 4;
    if ((header & 0x01) === 0 || byteCount > 1514)
      throw new Error(`header ${header.toString(16)} at page ${this.#nextPage.toString(16)}`);
    const frame = new Uint8Array(byteCount);
    this.#setRemote((this.#nextPage << 8) + 4, byteCount);
    this.#set(CR, 0x0a);
    for (let at = 0; at < byteCount; at += 2) {
      const word = this.#window.read(DATA, 2);
      frame[at] = word;
      if (at + 1 < byteCount) frame[at + 1] = word >>> 8;
    }
    this.#set(ISR, 0x41);
    this.#nextPage = (header >>> 8) & 0xff;
    this.#set(BNRY, this.#nextPage === this.#firstRxPage ? this.#stopPage - 1 : this.#nextPage - 1);
    return frame;
  }

  /** Steps 1 to 7 of the overflow routine; true if a transmission was lost by the stop. */
  #beginRecovery(): boolean {
    const wasSending = (this.#get(CR) & 0x04) !== 0;
    this.#set(CR, 0x21);
    this.#clock.advance(OVERFLOW_WAIT_NS);
    this.#set(RBCR0, 0);
    this.#set(RBCR1, 0);
    const resends = wasSending && (this.#get(ISR) & 0x0a) === 0;
    this.#set(TCR, 0x02);
    this.#set(CR, 0x22);
    return resends;
  }

  #transmit(): void {
    const byteCount = this.#waiting[0];
    this.#set(ISR, 0x0a);
    this.#set(TPSR, FIRST_PAGE + this.#firstBuffer * BUFFER_PAGES);
    this.#set(TBCR0, byteCount & 0xff);
    this.#set(TBCR1, byteCount >>> 8);
    this.#set(CR, 0x26);
  }

  #setRemote(address: number, byteCount: number): void {
    this.#set(CR, 0x22);
    this.#set(RSAR0, address & 0xff);
    this.#set(RSAR1, address >>> 8);
    this.#set(RBCR0, byteCount & 0xff);
    this.#set(RBCR1, byteCount >>> 8);
  }

  #get(port: number): number {
    return this.#window.read(port, 1);
  }

  #set(port: number, value: number): void {
    this.#window.write(port, 1, value);
  }
}

function byteAt(frame: Uint8Array, at: number): number {
  return at < frame.length ? frame[at] : 0;
}
