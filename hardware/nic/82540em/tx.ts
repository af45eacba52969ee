/**
 * The transmitter: it takes descriptors off the ring, gathers and completes frames, holds the wire
 * for as long as each takes, and reports back. 8254x SDM 3.3-3.5, 13.4.33-13.4.44.
 *
 * A frame's descriptors and data are read when its turn on the wire comes, and the descriptor that
 * ends it is done when it has left. TXDCTL.PTHRESH and HTHRESH, which batch reads, have no effect.
 */
import { physical } from '../../address';
import type { ClockEvent } from '../../clock';
import { FCS_BYTES, FRAME_BYTES_MIN, PREAMBLE_BYTES } from '../ethernet';
import { PAUSE_BYTES } from '../mac-control';
import { Timer } from '../timer';
import type { Core } from './core';
import {
  DATA_LENGTH_MASK,
  DESCRIPTOR_BYTES,
  DESCRIPTOR_SHIFT,
  LEGACY_LENGTH_MASK,
  LOWER_OFFSET,
  Popts,
  TxCommand,
  TxType,
  UPPER_OFFSET,
} from './descriptors';
import { createPauseFrame } from './flow-control';
import type { DelayedCause } from './interrupts';
import { CTRL, ICR, R, TCTL, TIPG } from './registers';
import { count, countTransmitted } from './statistics';
import { PACKET_BYTES_MAX, TxContext, TxFrame } from './tx-frame';
import { REFUSED, TxWriteBack } from './tx-write-back';

/** The MAC's own part of the gap between frames, in byte times (13.4.34). */
const IPG_OVERHEAD_BYTES = 4;
/** TXDCTL.LWTHRESH counts eights of descriptors (13.4.43). */
const LWTHRESH_SHIFT = 25;
const LWTHRESH_UNIT = 8;
const NO_PAUSE = -1;

export class Transmitter {
  readonly #core: Core;
  readonly #delayed: DelayedCause;
  readonly #writeBack: TxWriteBack;
  readonly #pauseTimer: Timer;
  readonly #descriptor = new Uint8Array(DESCRIPTOR_BYTES);
  readonly #view = new DataView(this.#descriptor.buffer);
  readonly #context = new TxContext();
  readonly #frame = new TxFrame();

  /** A descriptor is being worked on, `#rest` bytes of it from `#address` being left. */
  #hasDescriptor = false;
  #address = 0;
  #rest = 0;
  #lower = 0;
  #upper = 0;

  /** Descriptors of a packet have been taken, but not yet the last. */
  #inPacket = false;
  #isLegacy = false;
  #isSegmented = false;
  /** The packet cannot be sent: its descriptors are taken and it is forgotten. */
  #isDropped = false;
  #popts = 0;
  /** LOWER and UPPER of the descriptor that governs VLE, IFCS and the tag (3.3.7.1). */
  #frameLower = 0;
  #frameUpper = 0;
  #segmentIndex = 0;
  /** Payload of the segmented packet taken so far. */
  #payloadBytes = 0;

  /** The end of the frame on the wire. */
  #sending: ClockEvent | undefined;
  /** Quanta of the PAUSE frame on the wire, and of the one to send next. */
  #pauseOnWire = NO_PAUSE;
  #pauseWanted = NO_PAUSE;
  /** Told apart from an earlier life by what runs across a reset. */
  #life = 0;
  /** The bus refused an access: nothing more until a reset. */
  #isHalted = false;
  #isRunning = false;

  constructor(core: Core) {
    this.#core = core;
    this.#writeBack = new TxWriteBack(core);
    // A delay that expires forces out what has gathered (13.4.41).
    this.#delayed = core.interrupts.createDelayed(ICR.TXDW, () => {
      if (this.#writeBack.flush() === REFUSED) this.#isHalted = true;
    });
    this.#pauseTimer = new Timer(core.clock, () => this.kick());
  }

  /** Whether a frame is on its way. */
  get isActive(): boolean {
    return this.#sending !== undefined;
  }

  /** A received PAUSE frame holds the transmitter (13.4.2, STATUS.TXOFF). */
  get isPaused(): boolean {
    return this.#pauseTimer.isRunning;
  }

  reset(): void {
    this.#life++;
    if (this.#sending !== undefined) this.#core.clock.cancel(this.#sending);
    this.#sending = undefined;
    this.#pauseOnWire = NO_PAUSE;
    this.#pauseWanted = NO_PAUSE;
    this.#delayed.stop();
    this.#writeBack.reset();
    this.#pauseTimer.stop();
    this.#hasDescriptor = false;
    this.#inPacket = false;
    this.#isHalted = false;
  }

  /** Holds the transmitter from the next frame on; 0 lets it go (XON). */
  pause(durationNs: number): void {
    if (durationNs > 0) {
      this.#pauseTimer.start(durationNs);
    } else {
      this.#pauseTimer.stop();
      this.kick();
    }
  }

  /** Sends a PAUSE frame ahead of what waits; `quanta` is its time in units of 512 bit times. */
  sendPause(quanta: number): void {
    this.#pauseWanted = quanta;
    this.kick();
  }

  /** Looks for work: after a write to TDT or TCTL, link up, or the end of a pause. */
  kick(): void {
    if (this.#sending !== undefined || this.#isRunning) return;
    const { regs, isPowered, canTransmit } = this.#core;
    if (!isPowered || (regs[R.TCTL] & TCTL.EN) === 0) return;
    if (!canTransmit) {
      if (regs[R.TDH] !== regs[R.TDT]) count(regs, R.DC);
      return;
    }
    if (this.#pauseWanted !== NO_PAUSE) this.#startPause();
    else if (!this.#isHalted && !this.#pauseTimer.isRunning) this.#run();
  }

  /**
   * Works through descriptors until a frame is ready, or none is left. Each round takes a
   * descriptor off the ring, so its length (TDLEN, 65,536 at most) bounds the rounds.
   */
  #run(): void {
    this.#isRunning = true;
    while (this.#hasDescriptor || this.#fetch()) {
      if (this.#hasDescriptor && this.#gather()) {
        this.#completeFrame();
        this.#holdWire(this.#frame.byteCount + this.#addedBytes);
        break;
      }
      if (this.#isHalted) break;
    }
    this.#isRunning = false;
  }

  get #ringCount(): number {
    return this.#core.regs[R.TDLEN] >>> DESCRIPTOR_SHIFT;
  }

  #descriptorAddress(index: number): number {
    const { regs } = this.#core;
    return regs[R.TDBAH] * 0x1_0000_0000 + regs[R.TDBAL] + index * DESCRIPTOR_BYTES;
  }

  /**
   * Takes the descriptor at TDH. False if there is none: also if TDH or TDT lie outside the ring,
   * of which 13.4.39 and 13.4.40 do not say what comes, and nothing is what we make of it.
   */
  #fetch(): boolean {
    const { regs, busMaster } = this.#core;
    const head = regs[R.TDH];
    const tail = regs[R.TDT];
    const ringCount = this.#ringCount;
    if (head === tail || head >= ringCount || tail >= ringCount) return false;
    const address = physical(this.#descriptorAddress(head));
    if (!busMaster.read(address, this.#descriptor, 0, DESCRIPTOR_BYTES)) {
      this.#isHalted = true;
      return false;
    }
    const view = this.#view;
    const lower = view.getUint32(LOWER_OFFSET, true);
    this.#lower = lower;
    this.#upper = view.getUint32(UPPER_OFFSET, true);
    this.#address = view.getUint32(4, true) * 0x1_0000_0000 + view.getUint32(0, true);
    const isLegacy = (lower & TxCommand.DEXT) === 0;
    const type = lower & TxType.MASK;
    if (isLegacy || type === TxType.DATA) {
      this.#beginDescriptor(isLegacy);
    } else {
      // Neither a context nor a reserved type (3.3.5) carries data.
      if (type === TxType.CONTEXT) this.#context.load(view);
      this.#retire();
    }
    return true;
  }

  #beginDescriptor(isLegacy: boolean): void {
    this.#hasDescriptor = true;
    this.#rest = this.#lower & (isLegacy ? LEGACY_LENGTH_MASK : DATA_LENGTH_MASK);
    if (!this.#inPacket) this.#beginPacket(isLegacy);
    // VLE, IFCS and the tag count in the last descriptor; of a segmented packet, in the first.
    if (this.#isSegmented && this.#segmentIndex + this.#frame.byteCount > 0) return;
    this.#frameLower = this.#lower;
    this.#frameUpper = this.#upper;
  }

  #beginPacket(isLegacy: boolean): void {
    this.#frame.clear();
    this.#inPacket = true;
    this.#isLegacy = isLegacy;
    this.#isSegmented = !isLegacy && (this.#lower & TxCommand.TSE) !== 0;
    this.#isDropped = this.#isSegmented && !this.#context.canSegment;
    // POPTS counts in the first descriptor of a packet (3.3.7.3).
    this.#popts = this.#upper;
    this.#segmentIndex = 0;
    this.#payloadBytes = 0;
  }

  /**
   * Moves data of the current descriptor into the frame. True when the frame is whole; false when
   * the descriptor is used up, and then it is off the ring.
   */
  #gather(): boolean {
    if (this.#isDropped) {
      this.#rest = 0;
    } else if (this.#isSegmented) {
      if (this.#gatherSegment()) return true;
    } else if (this.#frame.byteCount + this.#rest > PACKET_BYTES_MAX) {
      this.#isDropped = true;
      this.#rest = 0;
    } else {
      this.#copy(this.#rest);
    }
    if (this.#isHalted) return false;
    if ((this.#lower & TxCommand.EOP) !== 0) {
      if (!this.#isDropped && this.#hasData) return true;
      this.#endPacket();
    }
    this.#retire();
    return false;
  }

  /** A packet without a byte is not sent, nor a further segment without payload. */
  get #hasData(): boolean {
    const emptyBytes = this.#segmentIndex > 0 ? this.#context.headerBytes : 0;
    return this.#frame.byteCount > emptyBytes;
  }

  /** True when a segment is full. */
  #gatherSegment(): boolean {
    const { headerBytes, mss } = this.#context;
    const frame = this.#frame;
    if (frame.byteCount < headerBytes) {
      if (!this.#copy(Math.min(headerBytes - frame.byteCount, this.#rest))) return false;
      if (frame.byteCount < headerBytes) return false;
      frame.saveHeader();
    }
    const byteCount = Math.min(headerBytes + mss - frame.byteCount, this.#rest);
    if (!this.#copy(byteCount)) return false;
    this.#payloadBytes += byteCount;
    return frame.byteCount === headerBytes + mss;
  }

  #copy(byteCount: number): boolean {
    if (byteCount === 0) return true;
    const frame = this.#frame;
    const address = physical(this.#address);
    if (!this.#core.busMaster.read(address, frame.bytes, frame.byteCount, byteCount)) {
      this.#isHalted = true;
      return false;
    }
    this.#address += byteCount;
    this.#rest -= byteCount;
    frame.byteCount += byteCount;
    return true;
  }

  /** The gathered bytes become the frame that goes out: header, checksums, tag, padding. */
  #completeFrame(): void {
    const { regs } = this.#core;
    const frame = this.#frame;
    if (this.#isLegacy) frame.completeLegacy(this.#frameLower, this.#frameUpper);
    else this.#completeExtended();
    if ((this.#frameLower & TxCommand.VLE) !== 0 && (regs[R.CTRL] & CTRL.VME) !== 0)
      frame.insertTag(regs[R.VET], this.#frameUpper >>> 16);
    if ((regs[R.TCTL] & TCTL.PSP) !== 0) frame.pad(FRAME_BYTES_MIN - FCS_BYTES);
  }

  /** What TSE and POPTS ask of the context (3.3.7.3, 3.5). */
  #completeExtended(): void {
    const context = this.#context;
    const frame = this.#frame;
    const isSegment = this.#isSegmented && frame.byteCount >= context.headerBytes;
    if (isSegment) {
      const isEnd = this.#rest === 0 && (this.#lower & TxCommand.EOP) !== 0;
      const isLast = isEnd || this.#payloadBytes >= context.payloadBytes;
      frame.completeSegment(context, this.#segmentIndex, isLast);
    }
    if ((this.#popts & Popts.IXSM) !== 0)
      frame.insertChecksum(context.ipcss, context.ipcse, context.ipcso, 0);
    if ((this.#popts & Popts.TXSM) === 0) return;
    // The driver's pseudo header sum of a packet to segment lacks the length, as it varies (3.5).
    const lengthBytes = isSegment ? Math.max(frame.byteCount - context.tucss, 0) : 0;
    frame.insertChecksum(context.tucss, context.tucse, context.tucso, lengthBytes);
  }

  /** Bytes that the MAC puts behind the frame: the FCS, unless software supplied it. */
  get #addedBytes(): number {
    return (this.#frameLower & TxCommand.IFCS) !== 0 ? FCS_BYTES : 0;
  }

  #holdWire(byteCount: number): void {
    const { regs, clock, byteTimeNs } = this.#core;
    const gapBytes = (regs[R.TIPG] & TIPG.IPGT) + IPG_OVERHEAD_BYTES;
    const durationNs = (PREAMBLE_BYTES + byteCount + gapBytes) * byteTimeNs;
    this.#sending = clock.schedule(durationNs, this.#sent);
  }

  /** The frame has left. Whoever gets it may at once write registers, a reset among them. */
  readonly #sent = (): void => {
    const life = this.#life;
    if (this.#pauseOnWire !== NO_PAUSE) this.#pauseSent();
    else this.#frameSent(life);
    if (life !== this.#life) return;
    this.#sending = undefined;
    this.kick();
  };

  #frameSent(life: number): void {
    const core = this.#core;
    const frame = this.#frame;
    const byteCount = frame.byteCount + this.#addedBytes;
    countTransmitted(core.regs, frame.bytes, byteCount);
    // A wire carries frames without FCS: one with a wrong FCS of the driver's ends here, as it
    // would at the receiver.
    if (this.#addedBytes !== 0 || frame.endsInFcs) core.emit(frame.bytes, byteCount - FCS_BYTES);
    if (life !== this.#life) return;
    const isEnd = this.#rest === 0 && (this.#lower & TxCommand.EOP) !== 0;
    if (isEnd) {
      this.#endPacket();
    } else {
      this.#segmentIndex++;
      frame.restoreHeader(this.#context.headerBytes);
    }
    if (this.#rest === 0) this.#retire();
  }

  #endPacket(): void {
    const { regs } = this.#core;
    if (this.#isSegmented) {
      const isWhole = !this.#isDropped && this.#payloadBytes === this.#context.payloadBytes;
      count(regs, isWhole ? R.TSCTC : R.TSCTFC);
    }
    this.#inPacket = false;
    this.#isDropped = false;
  }

  /** The current descriptor is done: written back if it asks for it, and off the ring. */
  #retire(): void {
    const { regs, interrupts } = this.#core;
    const head = regs[R.TDH];
    const lower = this.#lower;
    this.#hasDescriptor = false;
    let causes = this.#writeBack.complete(this.#descriptorAddress(head), lower, this.#upper);
    if (causes === REFUSED) {
      this.#isHalted = true;
      return;
    }
    const ringCount = this.#ringCount;
    const next = head + 1 >= ringCount ? 0 : head + 1;
    regs[R.TDH] = next;
    const isDelayed = (lower & TxCommand.RS) !== 0 && (lower & TxCommand.IDE) !== 0;
    if (isDelayed) this.#delayed.raise(regs[R.TIDV], regs[R.TADV]);
    // RS without IDE reports at once, and with it what was held back.
    else if ((causes & ICR.TXDW) !== 0) this.#delayed.stop();
    const tail = regs[R.TDT];
    const pendingCount = tail >= next ? tail - next : tail - next + ringCount;
    if (pendingCount === 0) causes |= ICR.TXQE;
    if (pendingCount === LWTHRESH_UNIT * (regs[R.TXDCTL] >>> LWTHRESH_SHIFT)) causes |= ICR.TXD_LOW;
    if (causes !== 0) interrupts.raise(causes);
  }

  #startPause(): void {
    this.#pauseOnWire = this.#pauseWanted;
    this.#pauseWanted = NO_PAUSE;
    this.#holdWire(PAUSE_BYTES + FCS_BYTES);
  }

  /** Flow control frames count apart from the packets of the driver (13.7.17, 13.7.30). */
  #pauseSent(): void {
    const { regs } = this.#core;
    const quanta = this.#pauseOnWire;
    this.#pauseOnWire = NO_PAUSE;
    count(regs, quanta === 0 ? R.XONTXC : R.XOFFTXC);
    this.#core.emit(createPauseFrame(regs, quanta), PAUSE_BYTES);
  }
}
