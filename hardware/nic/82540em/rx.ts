/**
 * The receiver: it filters what comes off the wire, keeps it in the packet buffer while no
 * descriptor is free, and stores it in the buffers of the ring. 8254x SDM 3.2, 13.4.22-13.4.32,
 * 13.4.46-13.4.47.
 *
 * A frame is stored at the moment it has arrived whole. The thresholds of RXDCTL only batch bus
 * cycles and have no effect. A wire carries no FCS, so none is ever wrong.
 */
import { physical } from '../../address';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { controlOpcode, PAUSE_OPCODE, PAUSE_QUANTUM_BYTES, pauseQuanta } from '../mac-control';
import { RxFifo } from '../rx-fifo';
import { sumWords } from '../checksum';
import { type Core, LONG_FRAME_BYTES_MAX, TYPE_OFFSET, VLAN_TAG_BYTES } from './core';
import {
  DESCRIPTOR_BYTES,
  DESCRIPTOR_SHIFT,
  LOWER_OFFSET,
  RxStatus,
  UPPER_OFFSET,
} from './descriptors';
import { isTagged, Match, matchAddress, matchVlan } from './filter';
import { isControlFrame } from './flow-control';
import type { DelayedCause } from './interrupts';
import { CTRL, ICR, R, RCTL, RDTR, RXCSUM } from './registers';
import { checkReceived } from './rx-checksum';
import { count, count64, countReceived } from './statistics';

/** From the destination address through the FCS, with a VLAN tag (13.4.22, LPE). */
const FRAME_BYTES_MAX = 1522;
/** The on-chip memory, and the unit of PBA.RXA, which gives reception its share (13.4.16). */
const MEMORY_BYTES = 0x1_0000;
const PBA_UNIT_BYTES = 1024;
/** Bytes of the frame's head that the filters look at. */
const HEAD_BYTES = 18;
/** What the receiver takes of a descriptor, the address, and what it writes back (3.2.3). */
const ADDRESS_BYTES = 8;
const WRITE_BACK_BYTES = 8;
/** Up to here copying all of an array costs less than making a subarray of it. */
const WHOLE_COPY_BYTES_MAX = 2048;
const XONE = 0x8000_0000;

const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);

export class Receiver {
  readonly #core: Core;
  readonly #delayed: DelayedCause;
  readonly #fifo = new RxFifo(MEMORY_BYTES);
  readonly #descriptor = new Uint8Array(DESCRIPTOR_BYTES);
  readonly #view = new DataView(this.#descriptor.buffer);

  /** The frame being stored, as it will lie in memory: without its tag if that is taken off. */
  #image: Uint8Array = NO_BYTES;
  #imageView: DataView = NO_VIEW;
  #imageBytes = 0;
  #storedBytes = 0;
  /** Status and, eight bits above, errors of the last descriptor of it. */
  #status = 0;
  #checksum = 0;
  #special = 0;
  /** An XOFF has been sent and no XON since. */
  #isXoff = false;
  /** The bus refused an access: nothing more until a reset. */
  #isHalted = false;
  #isStoring = false;
  /** Told apart from an earlier life by what runs across a reset. */
  #life = 0;

  constructor(core: Core) {
    this.#core = core;
    this.#delayed = core.interrupts.createDelayed(ICR.RXT0);
  }

  /**
   * Whether a frame is being stored. One that waits for a descriptor is not: it stays in the packet
   * buffer until the driver gives one, which it does not when it has stopped the device.
   */
  get isActive(): boolean {
    const isWaiting = this.#hasImage || !this.#fifo.isEmpty;
    return isWaiting && !this.#isHalted && this.#freeCount > 0;
  }

  /** Frames in the packet buffer (13.8.5), the one that is being stored among them. */
  get frameCount(): number {
    return this.#fifo.frameCount + (this.#hasImage ? 1 : 0);
  }

  reset(): void {
    this.#life++;
    this.#delayed.stop();
    this.#fifo.clear();
    this.#imageBytes = 0;
    this.#storedBytes = 0;
    this.#isXoff = false;
    this.#isHalted = false;
  }

  /** RDTR.FPD: what the timer holds back is reported at once (13.4.30). */
  flushDelayed(): void {
    this.#delayed.flush();
  }

  /** A frame without FCS has arrived. */
  receive(frame: Uint8Array, byteCount: number): void {
    const { regs } = this.#core;
    const rctl = regs[R.RCTL];
    if ((rctl & RCTL.EN) === 0 || byteCount < HEAD_BYTES) return;
    if (isControlFrame(regs, frame) && this.#takesControl(frame)) return;
    const match = matchAddress(regs, frame);
    if (match === Match.NONE) return;
    if ((rctl & RCTL.VFE) !== 0 && isTagged(regs, frame) && !matchVlan(regs, frame)) return;
    const wireBytes = byteCount + FCS_BYTES;
    count(regs, R.TPR);
    count64(regs, R.TORL, wireBytes);
    if (wireBytes > LONG_FRAME_BYTES_MAX || !this.#hasLegalLength(wireBytes)) return;
    this.#accept(frame, byteCount, match);
  }

  /** Stores what waits, after a write to RDT. */
  kick(): void {
    if (this.#isStoring || !this.#core.isPowered || this.#isHalted) return;
    this.#isStoring = true;
    // Each round stores a frame of the packet buffer, whose size bounds the rounds.
    while (this.#store() && !this.#fifo.isEmpty) {
      const { tag } = this.#fifo;
      this.#prepare(this.#fifo.shift(this.#image), tag as Match);
    }
    this.#isStoring = false;
    this.#controlFlow();
  }

  /** Bytes of the packet buffer in use, the frame being stored among them. */
  get #usedBytes(): number {
    return this.#fifo.usedBytes + this.#imageBytes;
  }

  get #hasImage(): boolean {
    return this.#storedBytes < this.#imageBytes;
  }

  /** Short and long frames are errors, and pass only as bad packets (13.4.22, SBP; 13.7.15). */
  #hasLegalLength(wireBytes: number): boolean {
    const { regs } = this.#core;
    const rctl = regs[R.RCTL];
    const isShort = wireBytes < FRAME_BYTES_MIN;
    const isLong = wireBytes > FRAME_BYTES_MAX && (rctl & RCTL.LPE) === 0;
    if (!isShort && !isLong) return true;
    count(regs, R.RLEC);
    count(regs, isShort ? R.RUC : R.ROC);
    return (rctl & RCTL.SBP) !== 0;
  }

  /** Into the packet buffer, by way of which everything goes, or past it if nothing waits there. */
  #accept(frame: Uint8Array, byteCount: number, match: Match): void {
    const { regs, interrupts } = this.#core;
    if (this.#freeCount === 0) count(regs, R.RNBC);
    const canPass = !this.#hasImage && this.#fifo.isEmpty && !this.#isStoring && !this.#isHalted;
    if (canPass) {
      if (this.#image === NO_BYTES) this.#createImage();
      this.#image.set(frame.length <= WHOLE_COPY_BYTES_MAX ? frame : frame.subarray(0, byteCount));
      this.#countAccepted(frame, byteCount);
      this.#prepare(byteCount, match);
    } else {
      const capacityBytes = (regs[R.PBA] & 0x7f) * PBA_UNIT_BYTES - this.#imageBytes;
      if (!this.#fifo.push(frame, byteCount, match, capacityBytes)) {
        count(regs, R.MPC);
        interrupts.raise(ICR.RXO);
        return;
      }
      this.#countAccepted(frame, byteCount);
    }
    this.kick();
  }

  /** Made for the first frame, so that a device that gets none stays cheap. */
  #createImage(): void {
    this.#image = new Uint8Array(LONG_FRAME_BYTES_MAX);
    this.#imageView = new DataView(this.#image.buffer);
  }

  #countAccepted(frame: Uint8Array, byteCount: number): void {
    const wireBytes = byteCount + FCS_BYTES;
    if (wireBytes >= FRAME_BYTES_MIN) countReceived(this.#core.regs, frame, wireBytes);
  }

  /** Makes the image of a frame, which lies in `#image`, what its buffers shall hold. */
  #prepare(byteCount: number, match: Match): void {
    const { regs } = this.#core;
    const image = this.#image;
    let bytes = byteCount;
    const checks = checkReceived(regs[R.RXCSUM], this.#imageView, byteCount);
    this.#status = checks | RxStatus.EOP | (match === Match.INEXACT ? RxStatus.PIF : 0);
    const isFcsKept = (regs[R.RCTL] & RCTL.SECRC) === 0;
    const fcs = isFcsKept ? frameCheckSequence(image, byteCount) : 0;
    this.#special = 0;
    if ((regs[R.CTRL] & CTRL.VME) !== 0 && isTagged(regs, image)) {
      this.#status |= RxStatus.VP;
      this.#special = (image[TYPE_OFFSET + 2] << 8) | image[TYPE_OFFSET + 3];
      image.copyWithin(TYPE_OFFSET, TYPE_OFFSET + VLAN_TAG_BYTES, byteCount);
      bytes -= VLAN_TAG_BYTES;
    }
    if (isFcsKept) {
      image[bytes++] = fcs;
      image[bytes++] = fcs >>> 8;
      image[bytes++] = fcs >>> 16;
      image[bytes++] = fcs >>> 24;
    }
    // The packet checksum runs from PCSS to the end of what is stored (3.2.3, 13.4.47).
    const pcss = regs[R.RXCSUM] & RXCSUM.PCSS;
    this.#checksum = pcss < bytes ? sumWords(this.#imageView, pcss, bytes) : 0;
    this.#imageBytes = bytes;
    this.#storedBytes = 0;
  }

  get #ringCount(): number {
    return this.#core.regs[R.RDLEN] >>> DESCRIPTOR_SHIFT;
  }

  /**
   * Descriptors that are the device's. None if RDH or RDT lie outside the ring: 13.4.28 and 13.4.29
   * do not say what comes then, and nothing is what we make of it.
   */
  get #freeCount(): number {
    const { regs } = this.#core;
    const head = regs[R.RDH];
    const tail = regs[R.RDT];
    const ringCount = this.#ringCount;
    if (head >= ringCount || tail >= ringCount) return 0;
    return tail >= head ? tail - head : tail - head + ringCount;
  }

  /**
   * Stores the frame at hand, as far as descriptors reach. True if nothing of it is left. Each
   * round takes a descriptor, so the ring's length (RDLEN, 65,536 at most) bounds the rounds.
   */
  #store(): boolean {
    const life = this.#life;
    while (this.#hasImage) {
      if (this.#freeCount === 0 || !this.#storePart() || life !== this.#life) return false;
      if (this.#hasImage) continue;
      this.#imageBytes = 0;
      this.#storedBytes = 0;
      this.#report();
    }
    return true;
  }

  /** Fills the buffer of the descriptor at RDH. False if the bus refuses. */
  #storePart(): boolean {
    const { regs, busMaster, interrupts } = this.#core;
    const head = regs[R.RDH];
    const address = regs[R.RDBAH] * 0x1_0000_0000 + regs[R.RDBAL] + head * DESCRIPTOR_BYTES;
    const view = this.#view;
    if (!busMaster.read(physical(address), this.#descriptor, 0, ADDRESS_BYTES)) return this.#halt();
    const buffer = view.getUint32(4, true) * 0x1_0000_0000 + view.getUint32(0, true);
    // A null address pads the ring: the descriptor is given back without data (3.2.6).
    const restBytes = this.#imageBytes - this.#storedBytes;
    const byteCount = buffer === 0 ? 0 : Math.min(bufferBytes(regs[R.RCTL]), restBytes);
    if (byteCount > 0) {
      if (!busMaster.write(physical(buffer), this.#image, this.#storedBytes, byteCount))
        return this.#halt();
      this.#storedBytes += byteCount;
    }
    const isLast = !this.#hasImage;
    // Always in the first (3.2.3), and in the last, whose fields are the valid ones (3.2.3.1).
    const hasChecksum = isLast || this.#storedBytes === byteCount;
    view.setInt32(LOWER_OFFSET, byteCount | (hasChecksum ? this.#checksum << 16 : 0), true);
    const status = isLast ? this.#status | (this.#special << 16) : 0;
    view.setInt32(UPPER_OFFSET, status | RxStatus.DD, true);
    const part = physical(address + LOWER_OFFSET);
    if (!busMaster.write(part, this.#descriptor, LOWER_OFFSET, WRITE_BACK_BYTES))
      return this.#halt();
    regs[R.RDH] = head + 1 >= this.#ringCount ? 0 : head + 1;
    // When it becomes equal, and not again below (3.2.7.3).
    if (this.#freeCount === this.#thresholdCount) interrupts.raise(ICR.RXDMT0);
    return true;
  }

  #halt(): false {
    this.#isHalted = true;
    return false;
  }

  /** RCTL.RDMTS: a half, a quarter or an eighth of the ring (13.4.22). */
  get #thresholdCount(): number {
    return this.#ringCount >>> (((this.#core.regs[R.RCTL] & RCTL.RDMTS) >>> 8) + 1);
  }

  /** A frame is stored: RXT0, now or after RDTR, and SRPD for a small one. */
  #report(): void {
    const { regs, interrupts } = this.#core;
    const lengthBytes = this.#view.getUint16(8, true);
    const isSmall = lengthBytes <= regs[R.RSRPD] && regs[R.RSRPD] !== 0;
    this.#delayed.raise(regs[R.RDTR] & RDTR.DELAY, regs[R.RADV]);
    if (isSmall) interrupts.raise(ICR.SRPD);
  }

  /**
   * A MAC control frame (8.7). True if it ends here: a PAUSE frame with RCTL.DPF set, or another
   * with RCTL.PMCF clear. Otherwise the filters decide.
   */
  #takesControl(frame: Uint8Array): boolean {
    const core = this.#core;
    const { regs } = core;
    if (controlOpcode(frame) !== PAUSE_OPCODE) {
      count(regs, R.FCRUC);
      return (regs[R.RCTL] & RCTL.PMCF) === 0;
    }
    const quanta = pauseQuanta(frame);
    count(regs, quanta === 0 ? R.XONRXC : R.XOFFRXC);
    if ((regs[R.CTRL] & CTRL.RFCE) !== 0)
      core.pause(quanta * PAUSE_QUANTUM_BYTES * core.byteTimeNs);
    return (regs[R.RCTL] & RCTL.DPF) !== 0;
  }

  /** XOFF when the packet buffer fills beyond FCRTH, XON when it falls below FCRTL (13.4.23). */
  #controlFlow(): void {
    const { regs } = this.#core;
    if ((regs[R.CTRL] & CTRL.TFCE) === 0) return;
    const usedBytes = this.#usedBytes;
    if (!this.#isXoff && regs[R.FCRTH] !== 0 && usedBytes > regs[R.FCRTH]) {
      this.#isXoff = true;
      this.#core.sendPause(regs[R.FCTTV]);
    } else if (this.#isXoff && usedBytes < (regs[R.FCRTL] & ~XONE)) {
      this.#isXoff = false;
      if ((regs[R.FCRTL] & XONE) !== 0) this.#core.sendPause(0);
    }
  }
}

/** RCTL.BSIZE, times sixteen if BSEX is set, of which 00b is reserved and taken as without. */
function bufferBytes(rctl: number): number {
  const size = (rctl & RCTL.BSIZE) >>> 16;
  const isExtended = (rctl & RCTL.BSEX) !== 0 && size !== 0;
  return (2048 >>> size) * (isExtended ? 16 : 1);
}
