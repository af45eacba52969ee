/**
 * The receiver: filters, the FIFO, and the one ring in memory that packets are written to, each
 * behind a header of its status and its length. RTL8139C(L) data sheet 6.1, 6.3, 6.8, 9.2, and
 * chapter 6 on RBSTART, CAPR and CBR; RTL8139(A/B) programming guide (1999), chapter 2.
 *
 * A packet is written when it has arrived whole, whatever RXFTH, ERTH and MULINT say: the early
 * interrupts they ask for come together with the last. A wire carries no FCS, so none is ever
 * wrong (RER). Packets lie at multiples of four bytes, and the ring ends at 8, 16, 32 or 64 KB
 * after RBSTART: the 16 bytes that the sheet adds to each are never written.
 */
import { physical } from '../../address';
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES, FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { PAUSE_QUANTUM_BYTES, pauseQuanta } from '../mac-control';
import { RxFifo } from '../rx-fifo';
import { type Core, DWORD_MASK, FIFO_BYTES } from './core';
import { matchAddress, REJECTED } from './filter';
import { isPause, PAUSE_FREE_BYTES, QUANTA_MAX } from './flow-control';
import { Cause, CR, ERSR, MSR, R, RCR } from './registers';

/** In the status of a header (6.1). */
const Status = { ROK: 0x0001, LONG: 0x0008, RUNT: 0x0010 } as const;
/** A longer packet is LONG (6.1). */
const LONG_BYTES = 4096;
/** The longest that is taken at all, without FCS. */
const FRAME_BYTES_MAX = 16_384;
/** The shortest that is taken as a runt, FCS included (6.8, AR). */
const RUNT_BYTES_MIN = 8;
const HEADER_BYTES = 4;
/** CAPR is this much behind what software has read. */
const CAPR_LAG_BYTES = 16;
const CAPR_RESET = 0xfff0;
const RBLEN_UNIT_BYTES = 8192;
const RBLEN_SHIFT = 11;
const RING_BYTES_MAX = 65_536;
const MPC_MASK = 0x00ff_ffff;
const NO_BYTES = new Uint8Array(0);

export class Receiver {
  readonly #core: Core;
  readonly #fifo = new RxFifo(FIFO_BYTES);
  /** The packet being written, with header and FCS, as it will lie in memory. */
  #image: Uint8Array = NO_BYTES;
  /** The part of it behind the header. */
  #frame: Uint8Array = NO_BYTES;
  /** Bytes of the image, 0 if there is none. */
  #imageBytes = 0;
  #isStoring = false;
  /** The far end has been stopped and not let go on. */
  #hasStoppedSender = false;
  /** The bus refused an access: nothing more until a software reset. */
  #isHalted = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Nothing more is read or written for any packet that waits: the ring has no room for it. */
  get isActive(): boolean {
    return this.#imageBytes > 0 && !this.#isHalted && this.#needBytes < this.#freeBytes;
  }

  /** Whether the ring holds nothing that software has not read (CR.BUFE). */
  get isRingEmpty(): boolean {
    return this.#usedBytes === 0;
  }

  /** MSR.TXPF: the last PAUSE frame sent was one that stops. */
  get hasStoppedSender(): boolean {
    return this.#hasStoppedSender;
  }

  /** A software reset: the FIFO and the ring are empty. */
  reset(): void {
    this.stop();
    this.#isHalted = false;
  }

  /** RE was cleared: what waits in the FIFO is gone. */
  stop(): void {
    this.#fifo.clear();
    this.#imageBytes = 0;
    this.#hasStoppedSender = false;
  }

  /** RE was set: the state machine begins at the ring's start. */
  start(): void {
    const { regs } = this.#core;
    regs[R.CBR] = 0;
    regs[R.CAPR] = CAPR_RESET;
  }

  /** A frame without FCS has arrived. */
  receive(frame: Uint8Array, byteCount: number): void {
    const { regs } = this.#core;
    const rcr = regs[R.RCR];
    if ((regs[R.CR] & CR.RE) === 0 || byteCount < ADDRESS_BYTES) return;
    if (byteCount > FRAME_BYTES_MAX || this.#takesPause(frame, byteCount)) return;
    const match = matchAddress(regs, frame);
    if (match === REJECTED) return;
    const wireBytes = byteCount + FCS_BYTES;
    if (wireBytes < FRAME_BYTES_MIN && ((rcr & RCR.AR) === 0 || wireBytes < RUNT_BYTES_MIN)) return;
    if (this.#imageBytes === 0 && !this.#isStoring && !this.#isHalted) {
      this.#prepare(frame, byteCount, match);
      this.kick();
      // A packet longer than the FIFO cannot wait in it.
      if (this.#imageBytes > HEADER_BYTES + FIFO_BYTES) {
        this.#imageBytes = 0;
        this.#miss();
      }
    } else if (!this.#fifo.push(frame, byteCount, match >>> 8, FIFO_BYTES - this.#imageBytes)) {
      this.#miss();
    }
  }

  /** CAPR was written: the ring has more room (chapter 6; 6.6, PUN; 9.9.1). */
  readPointerWritten(wasEmpty: boolean): void {
    const { regs, interrupts } = this.#core;
    if (wasEmpty && (regs[R.CR] & CR.RE) !== 0) interrupts.raise(Cause.PUN);
    this.kick();
    if (this.#hasStoppedSender && this.#freeBytes >= PAUSE_FREE_BYTES) {
      this.#hasStoppedSender = false;
      this.#core.sendPause(0);
    }
  }

  /** Writes what waits to the ring. Each round empties more of the FIFO, whose size bounds them. */
  kick(): void {
    if (this.#isStoring || this.#isHalted || !this.#core.canRun) return;
    this.#isStoring = true;
    while (this.#imageBytes > 0 && this.#store()) {
      if (this.#imageBytes > 0 || this.#fifo.isEmpty) continue;
      const match = this.#fifo.tag << 8;
      this.#complete(this.#fifo.shift(this.#frame), match);
    }
    this.#isStoring = false;
    this.#controlFlow();
  }

  get #ringBytes(): number {
    return RBLEN_UNIT_BYTES << ((this.#core.regs[R.RCR] & RCR.RBLEN) >>> RBLEN_SHIFT);
  }

  get #usedBytes(): number {
    const { regs } = this.#core;
    return (regs[R.CBR] - regs[R.CAPR] - CAPR_LAG_BYTES) & (this.#ringBytes - 1);
  }

  get #freeBytes(): number {
    return this.#ringBytes - this.#usedBytes;
  }

  /** What the packet at hand takes of the ring. */
  get #needBytes(): number {
    return (this.#imageBytes + 3) & DWORD_MASK;
  }

  /** A packet is lost for want of room in the FIFO. */
  #miss(): void {
    const { regs, interrupts } = this.#core;
    regs[R.MPC] = (regs[R.MPC] + 1) & MPC_MASK;
    interrupts.raise(Cause.FOVW);
  }

  #prepare(frame: Uint8Array, byteCount: number, match: number): void {
    // Made for the first frame, so that a device that gets none stays cheap.
    if (this.#image === NO_BYTES) {
      this.#image = new Uint8Array(HEADER_BYTES + FRAME_BYTES_MAX + FCS_BYTES);
      this.#frame = this.#image.subarray(HEADER_BYTES);
    }
    this.#frame.set(frame.length === byteCount ? frame : frame.subarray(0, byteCount));
    this.#complete(byteCount, match);
  }

  /** Puts the header before and the FCS behind a frame that lies in the image. */
  #complete(byteCount: number, match: number): void {
    const image = this.#image;
    const wireBytes = byteCount + FCS_BYTES;
    let status = match | Status.ROK;
    if (wireBytes < FRAME_BYTES_MIN) status |= Status.RUNT;
    if (wireBytes > LONG_BYTES) status |= Status.LONG;
    image[0] = status;
    image[1] = status >>> 8;
    image[2] = wireBytes;
    image[3] = wireBytes >>> 8;
    const end = HEADER_BYTES + byteCount;
    const fcs = frameCheckSequence(this.#frame, byteCount);
    image[end] = fcs;
    image[end + 1] = fcs >>> 8;
    image[end + 2] = fcs >>> 16;
    image[end + 3] = fcs >>> 24;
    this.#imageBytes = end + FCS_BYTES;
  }

  /** Writes the packet at hand to the ring. False if there is no room, or the bus refuses. */
  #store(): boolean {
    const { regs, interrupts } = this.#core;
    const needBytes = this.#needBytes;
    // A ring filled to the last byte would look empty.
    if (needBytes >= this.#freeBytes) {
      interrupts.raise(Cause.RXOVW);
      return false;
    }
    const offset = regs[R.CBR] & (this.#ringBytes - 1);
    if (!this.#write(offset)) {
      this.#isHalted = true;
      interrupts.raise(Cause.SERR);
      return false;
    }
    regs[R.CBR] = (offset + needBytes) & (this.#ringBytes - 1);
    regs[R.ERBCR] = this.#imageBytes - HEADER_BYTES;
    regs[R.ERSR] |= ERSR.ERGOOD;
    this.#imageBytes = 0;
    interrupts.raise(Cause.ROK);
    return true;
  }

  /** At the ring's end a packet goes on at its start, or with WRAP behind it (6.8). */
  #write(offset: number): boolean {
    const { regs, busMaster } = this.#core;
    const start = (regs[R.RBSTART] & DWORD_MASK) >>> 0;
    const byteCount = this.#imageBytes;
    const ringBytes = this.#ringBytes;
    const staysLinear = (regs[R.RCR] & RCR.WRAP) !== 0 && ringBytes < RING_BYTES_MAX;
    const restBytes = staysLinear ? byteCount : ringBytes - offset;
    if (byteCount <= restBytes)
      return busMaster.write(physical(start + offset), this.#image, 0, byteCount);
    return (
      busMaster.write(physical(start + offset), this.#image, 0, restBytes) &&
      busMaster.write(physical(start), this.#image, restBytes, byteCount - restBytes)
    );
  }

  /** A PAUSE frame ends here while MSR.RXFCE is set, in full duplex (9.9.2). */
  #takesPause(frame: Uint8Array, byteCount: number): boolean {
    const core = this.#core;
    if ((core.regs[R.MSR] & MSR.RXFCE) === 0 || !core.isFullDuplex) return false;
    if (!isPause(core.regs, frame, byteCount)) return false;
    core.pause(pauseQuanta(frame) * PAUSE_QUANTUM_BYTES * core.byteTimeNs);
    return true;
  }

  /** Stops the far end when the ring runs short, with MSR.TXFCE set in full duplex (9.9.1). */
  #controlFlow(): void {
    const core = this.#core;
    if ((core.regs[R.MSR] & MSR.TXFCE) === 0 || !core.isFullDuplex) return;
    if (this.#hasStoppedSender || this.#freeBytes >= PAUSE_FREE_BYTES) return;
    this.#hasStoppedSender = true;
    core.sendPause(QUANTA_MAX);
  }
}
