/**
 * The remote DMA channel behind the data port. DP8390D 8 (remote read, remote write, send packet),
 * 10.3 (CR.RD, DCR.WTS, DCR.ARM), 10.7 (RSAR, RBCR, CRDA).
 *
 * The start address and the byte count are counters that a write to their registers presets. One
 * transfer moves a byte, or with DCR.WTS a word; an access of the data port is one transfer, or as
 * many as fit in its width. Where the address arrives at PSTOP it goes on at PSTART, so that a
 * frame across the end of the ring is read in one go. With no transfer to make, a read gives what
 * the port's latch holds since the last and a write is lost; the data sheets say nothing of it.
 */
import type { Width } from '../../ports';
import { ONES } from '../../registers';
import { ADDRESS_MASK, type Core, PAGE_BYTES } from './core';
import { CR, DCR, ISR, R, RemoteCommand } from './registers';

const HEADER_NEXT = 1;
const HEADER_COUNT = 2;
const PAGE_SHIFT = 8;

export class RemoteDma {
  readonly #core: Core;
  #address = 0;
  #remainingBytes = 0;
  /** One of RemoteCommand; ABORT while nothing is under way. */
  #command: number = RemoteCommand.ABORT;
  #latch = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  /** CRDA: where the next transfer goes. */
  get address(): number {
    return this.#address;
  }

  reset(): void {
    this.#command = RemoteCommand.ABORT;
    this.#address = 0;
    this.#remainingBytes = 0;
  }

  /** RSAR was written. */
  setAddress(address: number): void {
    this.#address = address;
  }

  /** RBCR was written. */
  setCount(byteCount: number): void {
    this.#remainingBytes = byteCount;
  }

  /** CR was written: a command starts, goes on, or ends what was under way. 000b says nothing. */
  command(): void {
    const command = this.#core.regs[R.CR] & CR.RD;
    if (command === 0) return;
    if (command >= RemoteCommand.ABORT || !this.#core.isStarted) {
      this.#command = RemoteCommand.ABORT;
      return;
    }
    if (command === RemoteCommand.SEND && !this.#startSend()) return;
    this.#command = command;
    if (this.#remainingBytes === 0) this.#complete();
  }

  read(width: Width): number {
    let value = this.#latch;
    for (let done = 0; done < width;) {
      if (!this.#isReading) break;
      const transferBytes = this.#transferBytes;
      const unit = this.#fetch(transferBytes);
      value = done === 0 ? unit : value | (unit << (8 * done));
      this.#advance(transferBytes);
      done += transferBytes;
    }
    this.#latch = value >>> 0;
    return (value & ONES[width]) >>> 0;
  }

  write(width: Width, value: number): void {
    for (let done = 0; done < width;) {
      if (this.#command !== RemoteCommand.WRITE || !this.#core.isDmaEnabled) return;
      const transferBytes = this.#transferBytes;
      const { memory } = this.#core;
      memory.writeByte(this.#address, (value >>> (8 * done)) & 0xff);
      if (transferBytes === 2)
        memory.writeByte(this.#address + 1, width === 1 ? 0 : (value >>> (8 * done + 8)) & 0xff);
      this.#advance(transferBytes);
      done += transferBytes;
    }
  }

  get #isReading(): boolean {
    const command = this.#command;
    const isRead = command === RemoteCommand.READ || command === RemoteCommand.SEND;
    return isRead && this.#core.isDmaEnabled;
  }

  get #transferBytes(): 1 | 2 {
    return (this.#core.regs[R.DCR] & DCR.WTS) !== 0 ? 2 : 1;
  }

  #fetch(transferBytes: number): number {
    const { memory } = this.#core;
    const low = memory.readByte(this.#address);
    return transferBytes === 1 ? low : low | (memory.readByte(this.#address + 1) << 8);
  }

  #advance(transferBytes: number): void {
    const { regs } = this.#core;
    this.#address = (this.#address + transferBytes) & ADDRESS_MASK;
    if (this.#address === regs[R.PSTOP] << PAGE_SHIFT) this.#address = regs[R.PSTART] << PAGE_SHIFT;
    this.#remainingBytes = Math.max(0, this.#remainingBytes - transferBytes);
    if (this.#remainingBytes === 0) this.#complete();
  }

  /** Send packet: the frame at BNRY with its header, if DCR.ARM allows it. */
  #startSend(): boolean {
    const { regs, memory } = this.#core;
    if ((regs[R.DCR] & DCR.ARM) === 0) return false;
    const header = regs[R.BNRY] << PAGE_SHIFT;
    this.#address = header;
    this.#remainingBytes =
      memory.readByte(header + HEADER_COUNT) | (memory.readByte(header + HEADER_COUNT + 1) << 8);
    return true;
  }

  #complete(): void {
    const { regs, memory, interrupts } = this.#core;
    const wasSend = this.#command === RemoteCommand.SEND;
    this.#command = RemoteCommand.ABORT;
    // The header is still where it was: nothing is received over what BNRY guards.
    if (wasSend) this.#core.moveBoundary(memory.readByte(regs[R.BNRY] * PAGE_BYTES + HEADER_NEXT));
    interrupts.raise(ISR.RDC);
  }
}
