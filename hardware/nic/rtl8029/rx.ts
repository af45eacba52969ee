/**
 * The receiver and its ring of pages. DP8390D 7 (packet reception), 10.3 (RCR, RSR), 10.6 (PSTART,
 * PSTOP, BNRY, CURR).
 *
 * A frame arrives whole; the local DMA stores it in an instant, behind four bytes of header. A ring
 * in which CURR has caught up with BNRY is full; where BNRY has caught up with CURR it is empty.
 * A frame that would run into BNRY is aborted: OVW, and nothing more is stored until the software
 * reset that section 7 requires then (the data sheet: the local DMA may be disabled).
 */
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES, FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { ADDRESS_MASK, type Core, PAGE_BYTES } from './core';
import { matchAddress, Match, multicastHash } from './filter';
import { ISR, R, RCR, RSR, TCR } from './registers';
import { tally } from './tallies';

const HEADER_BYTES = 4;
const PAGE_MASK = 0xff;
/** The multicast filter bits that switch the transmitter off and on (TCR.ATD). */
const HASH_OFF = 62;
const HASH_ON = 63;

export class Receiver {
  readonly #core: Core;
  readonly #setTransmitterDisabled: (isDisabled: boolean) => void;
  readonly #header = new Uint8Array(HEADER_BYTES);
  readonly #fcs = new Uint8Array(FCS_BYTES);
  #isFull = false;
  #hasOverflowed = false;
  /** Where the local DMA is. */
  #address = 0;

  constructor(core: Core, setTransmitterDisabled: (isDisabled: boolean) => void) {
    this.#core = core;
    this.#setTransmitterDisabled = setTransmitterDisabled;
  }

  /** RST#, the reset port, and the stop command. */
  reset(): void {
    this.#hasOverflowed = false;
  }

  /** The power-on state. */
  powerOn(): void {
    this.reset();
    this.#isFull = false;
  }

  /** BNRY or CURR was written: the ring is not full, even if they are equal. */
  pagesFreed(): void {
    this.#isFull = false;
  }

  /** A frame without FCS has arrived. */
  receive(frame: Uint8Array, byteCount: number): void {
    const { regs } = this.#core;
    if (byteCount < ADDRESS_BYTES) return;
    const match = matchAddress(regs, frame);
    if (match === Match.NONE) return;
    const rcr = regs[R.RCR];
    if (byteCount + FCS_BYTES < FRAME_BYTES_MIN && (rcr & RCR.AR) === 0) return;
    const group = match === Match.PHYSICAL ? 0 : RSR.PHY;
    if (match === Match.MULTICAST && (regs[R.TCR] & TCR.ATD) !== 0) this.#switchTransmitter(frame);
    if ((rcr & RCR.MON) !== 0) this.#miss(group, ISR.RXE);
    else if (this.#hasOverflowed || !this.#store(frame, byteCount, group)) this.#overflow(group);
  }

  #switchTransmitter(frame: Uint8Array): void {
    const hash = multicastHash(frame);
    if (hash === HASH_OFF || hash === HASH_ON) this.#setTransmitterDisabled(hash === HASH_OFF);
  }

  /** Recognised and not buffered. */
  #miss(group: number, causes: number): void {
    const { regs, interrupts } = this.#core;
    regs[R.RSR] = RSR.MPA | group;
    tally(regs, interrupts, R.CNTR2);
    interrupts.raise(causes);
  }

  /** RST comes with it, until a packet is removed (DP8390D 10.3, ISR). */
  #overflow(group: number): void {
    const { interrupts } = this.#core;
    this.#hasOverflowed = true;
    interrupts.setReset(true);
    this.#miss(group, ISR.RXE | ISR.OVW);
  }

  /** Stores frame, FCS and header from CURR on. False if the ring has no room. */
  #store(frame: Uint8Array, byteCount: number, group: number): boolean {
    const { regs, memory, interrupts } = this.#core;
    if (this.#isFull) return false;
    const header = regs[R.CURR] * PAGE_BYTES;
    this.#address = header + HEADER_BYTES;
    const fcs = frameCheckSequence(frame, byteCount);
    for (let index = 0; index < FCS_BYTES; index++) this.#fcs[index] = fcs >>> (8 * index);
    const isStored = this.#put(frame, byteCount) && this.#put(this.#fcs, FCS_BYTES);
    regs[R.CLDA0] = this.#address & 0xff;
    regs[R.CLDA1] = (this.#address & ADDRESS_MASK) >>> 8;
    if (!isStored) return false;
    const next = this.#pageAfter((this.#address - 1) >>> 8);
    const status = RSR.PRX | group;
    const wireBytes = byteCount + FCS_BYTES;
    this.#header[0] = status;
    this.#header[1] = next;
    this.#header[2] = wireBytes;
    this.#header[3] = wireBytes >>> 8;
    memory.write(header, this.#header, 0, HEADER_BYTES);
    regs[R.RSR] = status;
    regs[R.CURR] = next;
    this.#isFull = next === regs[R.BNRY];
    interrupts.raise(ISR.PRX);
    return true;
  }

  /** Writes bytes on, linking pages. Each round writes some, so the frame's length bounds them. */
  #put(bytes: Uint8Array, byteCount: number): boolean {
    const { regs, memory } = this.#core;
    for (let done = 0; done < byteCount;) {
      const inPage = this.#address % PAGE_BYTES;
      if (inPage === 0) {
        const next = this.#pageAfter((this.#address - 1) >>> 8);
        if (next === regs[R.BNRY]) return false;
        this.#address = next * PAGE_BYTES;
      }
      const partBytes = Math.min(PAGE_BYTES - inPage, byteCount - done);
      memory.write(this.#address, bytes, done, partBytes);
      this.#address += partBytes;
      done += partBytes;
    }
    return true;
  }

  /** First PSTOP is looked at, then BNRY, by whoever asks (DP8390D 7). */
  #pageAfter(page: number): number {
    const { regs } = this.#core;
    const next = (page + 1) & PAGE_MASK;
    return next === regs[R.PSTOP] ? regs[R.PSTART] : next;
  }
}
