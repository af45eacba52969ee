/**
 * The receive unit: it filters what comes off the wire and stores it in the receive frame area, a
 * list of RFDs each with its buffer behind it (simplified mode, the one that the manual describes).
 * 8255x SDM 6.4.3 (RFD, reception), 6.5.4 (control commands and states).
 *
 * An RFD's command word, link and size are read when the RFD comes up, that is, before a frame for
 * it arrives ("pre-fetches", table 14). A frame is stored at the moment it has arrived whole. A
 * wire carries no FCS, so none is ever wrong.
 */
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { addressAt, BlockCommand, BlockStatus, type Core } from './core';
import { Match } from './filter';
import type { FlowControl } from './flow-control';
import { R, Rus, RXBC, SCB_STATUS, STAT_ACK } from './registers';
import { Counter } from './statistics';

const RFD_BYTES = 16;
const COMMAND_OFFSET = 2;
const LINK_OFFSET = 4;
const COUNT_OFFSET = 12;
const SIZE_OFFSET = 14;
const WORD_BYTES = 2;
const SIZE = 0x3fff;
/** Bits of the command word. */
const SF = 0x0008;
/** Bits beside the actual count. */
const F = 0x4000;
const EOF = 0x8000;
/** Bits of the status word (table 52). */
const Status = {
  OUT_OF_BUFFER: 0x0200,
  SHORT: 0x0080,
  TYPE: 0x0020,
  NO_MATCH: 0x0004,
  NOT_INDIVIDUAL: 0x0002,
} as const;

const RUS_SHIFT = 2;
/** With FCS (IEEE 802.3 4.4.2). */
const FRAME_BYTES_MAX = 1518;
/** Shorter ones are not selected (6.4.3.3). */
const SELECTED_BYTES_MIN = 6;
const TYPE_OFFSET = 12;
/** The highest value of the length field; above it is a type. */
const LENGTH_MAX = 1500;

export class ReceiveUnit {
  base = 0;
  readonly #core: Core;
  readonly #flowControl: FlowControl;
  readonly #rfd = new Uint8Array(RFD_BYTES);
  readonly #view = new DataView(this.#rfd.buffer);
  readonly #fcs = new Uint8Array(FCS_BYTES);
  /** The RFD for the next frame, as it was when it came up. */
  #address = 0;
  #command = 0;
  #link = 0;
  #size = 0;
  /** The bus refused an access: nothing more until a reset. */
  #isHalted = false;

  constructor(core: Core, flowControl: FlowControl) {
    this.#core = core;
    this.#flowControl = flowControl;
  }

  /** Of the RFD for the next frame. */
  get address(): number {
    return this.#address;
  }

  get state(): Rus {
    return ((this.#core.regs[R.SCB_STATUS] & SCB_STATUS.RUS) >>> RUS_SHIFT) as Rus;
  }

  /** Back to idle. The base stays: a selective reset keeps it (6.3.3). */
  stop(): void {
    this.#isHalted = false;
    this.#core.regs[R.RXBC] = 0;
    this.#setState(Rus.IDLE);
  }

  /** RU Start (6.5.4.1). */
  start(pointer: number): void {
    if (this.state === Rus.READY) {
      this.#core.reportUnmodelled('RU Start while ready');
      return;
    }
    this.#setState(Rus.READY);
    this.#fetch(pointer);
  }

  /** RU Resume, ignored unless suspended (6.5.4.2). */
  resume(): void {
    if (this.state !== Rus.SUSPENDED) return;
    this.#setState(Rus.READY);
    this.#fetch(this.#link);
  }

  /** RU Abort (6.5.4.3). */
  abort(): void {
    const wasReady = this.state === Rus.READY;
    this.#setState(Rus.IDLE);
    if (wasReady) this.#core.interrupts.raise(STAT_ACK.RNR);
  }

  /** A frame without FCS has arrived. */
  receive(frame: Uint8Array, byteCount: number): void {
    if (byteCount < SELECTED_BYTES_MIN) return;
    const { configuration, statistics, filter } = this.#core;
    if (this.#flowControl.takes(frame, byteCount)) return;
    const match = filter.match(frame);
    if (match === Match.NONE) return;
    const isShort = byteCount + FCS_BYTES < FRAME_BYTES_MIN;
    if (isShort) {
      statistics.count(Counter.RECEIVE_SHORT);
      if (configuration.discardsShort) return;
    }
    const isLong = byteCount + FCS_BYTES > FRAME_BYTES_MAX && !configuration.receivesLong;
    if (isLong && !configuration.savesBadFrames) return;
    if (this.#isReadyForFrame()) this.#store(frame, byteCount, match, isShort, isLong);
  }

  #setState(state: Rus): void {
    const { regs } = this.#core;
    regs[R.SCB_STATUS] = (regs[R.SCB_STATUS] & ~SCB_STATUS.RUS) | (state << RUS_SHIFT);
  }

  /** Counts the frame if it is lost. */
  #isReadyForFrame(): boolean {
    const { statistics, interrupts } = this.#core;
    const { state } = this;
    if (state === Rus.NO_RESOURCES) statistics.count(Counter.RECEIVE_RESOURCE);
    if (state !== Rus.READY) return false;
    if (this.#isHalted) {
      statistics.count(Counter.RECEIVE_OVERRUN);
      return false;
    }
    if (this.#size > 0) return true;
    // An RFD without buffer ends the list and stays as it is (6.4.3.4).
    this.#setState(Rus.NO_RESOURCES);
    statistics.count(Counter.RECEIVE_RESOURCE);
    interrupts.raise(STAT_ACK.RNR);
    return false;
  }

  /** Brings up the RFD at `offset` from the base. */
  #fetch(offset: number): void {
    const { busMaster, regs } = this.#core;
    this.#address = addressAt(this.base, offset);
    this.#isHalted = !busMaster.read(addressAt(this.#address, 0), this.#rfd, 0, RFD_BYTES);
    if (this.#isHalted) return;
    const view = this.#view;
    this.#command = view.getUint16(COMMAND_OFFSET, true);
    this.#link = view.getUint32(LINK_OFFSET, true);
    this.#size = view.getUint16(SIZE_OFFSET, true) & SIZE;
    regs[R.RXBC] = this.#size & RXBC.COUNT;
    if ((this.#command & SF) !== 0) this.#core.reportUnmodelled('RFD in flexible mode');
  }

  #store(
    frame: Uint8Array,
    byteCount: number,
    match: Match,
    isShort: boolean,
    isLong: boolean,
  ): void {
    const { configuration, statistics } = this.#core;
    const totalBytes = byteCount + (configuration.transfersCrc ? FCS_BYTES : 0);
    const storedBytes = Math.min(totalBytes, this.#size);
    const isWhole = storedBytes === totalBytes;
    const isGood = isWhole && !isShort && !isLong;
    let status: number = BlockStatus.C | (isGood ? BlockStatus.OK : 0);
    if (!isWhole) status |= Status.OUT_OF_BUFFER;
    if (isShort) status |= Status.SHORT;
    if (isType(frame, byteCount)) status |= Status.TYPE;
    if (match === Match.PROMISCUOUS) status |= Status.NO_MATCH;
    if (match !== Match.INDIVIDUAL) status |= Status.NOT_INDIVIDUAL;
    if (!this.#write(frame, byteCount, storedBytes, status)) {
      this.#isHalted = true;
      statistics.count(Counter.RECEIVE_OVERRUN);
      return;
    }
    if (isGood) statistics.count(Counter.RECEIVE_GOOD);
    this.#advance();
  }

  /** Data, then the actual count with EOF and F, then the status. False if the bus refuses. */
  #write(frame: Uint8Array, byteCount: number, storedBytes: number, status: number): boolean {
    const { busMaster } = this.#core;
    const rfd = this.#address;
    const frameBytes = Math.min(byteCount, storedBytes);
    if (!busMaster.write(addressAt(rfd, RFD_BYTES), frame, 0, frameBytes)) return false;
    const restBytes = storedBytes - frameBytes;
    if (restBytes > 0) {
      const fcs = frameCheckSequence(frame, byteCount);
      for (let index = 0; index < FCS_BYTES; index++) this.#fcs[index] = fcs >>> (8 * index);
      const at = addressAt(rfd, RFD_BYTES + byteCount);
      if (!busMaster.write(at, this.#fcs, 0, restBytes)) return false;
    }
    this.#view.setUint16(COUNT_OFFSET, storedBytes | EOF | F, true);
    this.#view.setUint16(0, status, true);
    return (
      busMaster.write(addressAt(rfd, COUNT_OFFSET), this.#rfd, COUNT_OFFSET, WORD_BYTES) &&
      busMaster.write(addressAt(rfd, 0), this.#rfd, 0, WORD_BYTES)
    );
  }

  /** To the next RFD, or to a stop by EL or S; then the interrupts (6.5.4, 6.5.5). */
  #advance(): void {
    let causes: number = STAT_ACK.FR;
    if ((this.#command & BlockCommand.EL) !== 0) {
      this.#setState(Rus.NO_RESOURCES);
      causes |= STAT_ACK.RNR;
    } else if ((this.#command & BlockCommand.S) !== 0) {
      this.#setState(Rus.SUSPENDED);
      causes |= STAT_ACK.RNR;
    } else {
      this.#fetch(this.#link);
    }
    this.#core.interrupts.raise(causes);
  }
}

function isType(frame: Uint8Array, byteCount: number): boolean {
  if (byteCount < TYPE_OFFSET + 2) return false;
  return ((frame[TYPE_OFFSET] << 8) | frame[TYPE_OFFSET + 1]) > LENGTH_MAX;
}
