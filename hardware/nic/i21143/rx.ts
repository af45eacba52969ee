/**
 * The receive process: what the filter passes goes to the buffers of the receive list, frame and
 * FCS. HRM, "Receive Descriptors", "Receive Process"; CSR2, CSR3, CSR6, CSR8.
 *
 * A descriptor is read ahead of the frame for it. A frame is stored at the moment it has arrived
 * whole, so the FIFO never overflows, and CSR5.ERI, which RI takes back, is never seen. A wire
 * carries no FCS, so none is wrong but that of a frame which was cut.
 */
import { physical } from '../../address';
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES, FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import type { Core } from './core';
import { DescriptorList, FL, FL_SHIFT, Rdes0 } from './descriptors';
import { CSR15, CSR5, CSR6, CSR8, R, Rs } from './registers';

/** With FCS; above it a frame is too long (RDES0.TL). */
const FRAME_BYTES_MAX = 1518;
/** What the receive watchdog lets pass at most (RDES0.RW). */
const WATCHDOG_BYTES = 2560;
const TYPE_OFFSET = 12;
/** The highest value of the length field; above it is a type. */
const LENGTH_MAX = 1500;
/** Descriptors of one frame; each could be as small as nothing. */
const DESCRIPTOR_COUNT_MAX = 4096;
/** Buffers lie at longwords and are multiples of one. */
const LONGWORD_MASK = ~3;
const ERRORS = Rdes0.CE | Rdes0.TL | Rdes0.RF | Rdes0.DE;

export class Receiver {
  readonly #core: Core;
  readonly #list: DescriptorList;
  /** The frame with its FCS. */
  #bytes = new Uint8Array(2048);

  constructor(core: Core) {
    this.#core = core;
    this.#list = new DescriptorList(core.busMaster, core.regs, R.CSR3);
  }

  /** CSR3 was written. */
  rewind(): void {
    this.#list.rewind();
  }

  /** CSR6.SR was set: to the running state, where the process was stopped. */
  start(): void {
    const { interrupts } = this.#core;
    if (interrupts.receiveState === Rs.STOPPED) this.#acquire(true);
  }

  /** CSR6.SR was cleared. */
  stop(): void {
    const { interrupts } = this.#core;
    if (interrupts.receiveState === Rs.STOPPED) return;
    interrupts.receiveState = Rs.STOPPED;
    interrupts.raise(CSR5.RPS);
  }

  /** CSR2 was written: a process that is suspended looks at its descriptor again. */
  poll(): void {
    if (this.#core.interrupts.receiveState === Rs.SUSPENDED) this.#acquire(false);
  }

  /** A frame without FCS has arrived; `dataType` is RDES0.DT. */
  receive(frame: Uint8Array, byteCount: number, dataType: number): void {
    const core = this.#core;
    const { regs, interrupts } = core;
    if (interrupts.receiveState === Rs.STOPPED || !core.isPowered || byteCount < ADDRESS_BYTES)
      return;
    const mode = regs[R.CSR6];
    const passes = core.filter.passes(frame);
    if (!passes && (mode & CSR6.RA) === 0) return;
    const isRunt = byteCount + FCS_BYTES < FRAME_BYTES_MIN;
    if (isRunt && (mode & CSR6.PB) === 0) return;
    if (interrupts.receiveState === Rs.SUSPENDED) this.#acquire(false);
    if (interrupts.receiveState !== Rs.WAIT) {
      this.#countMissed();
      return;
    }
    let status = dataType;
    if (!passes) status |= Rdes0.FF;
    if (isRunt) status |= Rdes0.RF;
    if ((frame[0] & 1) !== 0) status |= Rdes0.MF;
    if (isType(frame, byteCount)) status |= Rdes0.FT;
    this.#store(frame, byteCount, status);
  }

  /** Reads the current descriptor. RU comes for the first only that is not ours. */
  #acquire(isFirst: boolean): void {
    const core = this.#core;
    if (!this.#list.fetch()) {
      core.busFailed();
      return;
    }
    core.interrupts.receiveState = this.#list.isOwned ? Rs.WAIT : Rs.SUSPENDED;
    if (!this.#list.isOwned && isFirst) core.interrupts.raise(CSR5.RU);
  }

  #countMissed(): void {
    const { regs } = this.#core;
    const count = (regs[R.CSR8] & CSR8.MFC) + 1;
    const overflow = count > CSR8.MFC ? CSR8.MFO : 0;
    regs[R.CSR8] = (regs[R.CSR8] & ~CSR8.MFC) | (count & CSR8.MFC) | overflow;
  }

  #store(frame: Uint8Array, byteCount: number, status: number): void {
    const core = this.#core;
    let totalBytes = this.#take(frame, byteCount);
    if (totalBytes > FRAME_BYTES_MAX) status |= Rdes0.TL;
    const isWatched = (core.regs[R.CSR15] & CSR15.RWD) === 0;
    const isCut = isWatched && totalBytes > WATCHDOG_BYTES;
    if (isCut) {
      totalBytes = WATCHDOG_BYTES;
      status |= Rdes0.RW | Rdes0.CE;
    }
    if (!this.#fill(totalBytes, status)) {
      core.busFailed();
      return;
    }
    core.media.frameReceived();
    if (isCut) core.interrupts.raise(CSR5.RWT);
    core.interrupts.frameReceived();
    if (core.interrupts.receiveState === Rs.SUSPENDED) core.interrupts.raise(CSR5.RU);
  }

  /** Copies the frame, and puts its FCS behind it. */
  #take(frame: Uint8Array, byteCount: number): number {
    const totalBytes = byteCount + FCS_BYTES;
    if (this.#bytes.length < totalBytes) this.#bytes = new Uint8Array(totalBytes);
    this.#bytes.set(frame.length === byteCount ? frame : frame.subarray(0, byteCount));
    const fcs = frameCheckSequence(frame, byteCount);
    for (let index = 0; index < FCS_BYTES; index++)
      this.#bytes[byteCount + index] = fcs >>> (8 * index);
    return totalBytes;
  }

  /**
   * Stores the frame in as many descriptors as it takes. Each is closed when the one behind it is
   * known to be ours; if it is not, the frame is truncated there. False if the bus refused.
   */
  #fill(totalBytes: number, status: number): boolean {
    const list = this.#list;
    const { interrupts } = this.#core;
    let offset = 0;
    let position: number = Rdes0.FS;
    for (let count = 1; ; count++) {
      const stored = this.#fillOne(offset, totalBytes);
      if (stored < 0) return false;
      offset += stored;
      const { address } = list;
      list.advance();
      if (!list.fetch()) return false;
      const isWhole = offset === totalBytes;
      const isOwned = list.isOwned;
      if (isWhole || !isOwned || count === DESCRIPTOR_COUNT_MAX) {
        // Of a ring of one, the next is the one that is closed now.
        const isFree = isOwned && list.address !== address;
        interrupts.receiveState = isFree ? Rs.WAIT : Rs.SUSPENDED;
        return list.close(address, position | last(status, totalBytes, isWhole));
      }
      if (!list.close(address, position)) return false;
      position = 0;
    }
  }

  /** The bytes that the current descriptor takes from `offset` on; -1 if the bus refused. */
  #fillOne(offset: number, totalBytes: number): number {
    const { busMaster } = this.#core;
    const { buffer1, buffer2, bytes1, bytes2 } = this.#list;
    const first = Math.min(bytes1 & LONGWORD_MASK, totalBytes - offset);
    const second = Math.min(bytes2 & LONGWORD_MASK, totalBytes - offset - first);
    const at1 = physical((buffer1 & LONGWORD_MASK) >>> 0);
    const at2 = physical((buffer2 & LONGWORD_MASK) >>> 0);
    if (first > 0 && !busMaster.write(at1, this.#bytes, offset, first)) return -1;
    if (second > 0 && !busMaster.write(at2, this.#bytes, offset + first, second)) return -1;
    return first + second;
  }
}

/** RDES0 of the last descriptor. */
function last(status: number, totalBytes: number, isWhole: boolean): number {
  let result = status | Rdes0.LS | ((totalBytes & FL) << FL_SHIFT);
  if (!isWhole) result |= Rdes0.DE;
  if ((result & ERRORS) !== 0) result |= Rdes0.ES;
  return result >>> 0;
}

function isType(frame: Uint8Array, byteCount: number): boolean {
  if (byteCount < TYPE_OFFSET + 2) return false;
  return ((frame[TYPE_OFFSET] << 8) | frame[TYPE_OFFSET + 1]) > LENGTH_MAX;
}
