/**
 * What a loopback transmission leaves behind. DP8390D 12 (loopback diagnostics), AN-937 6: no byte
 * goes to buffer memory; the last eight received lie in half of the FIFO, followed by the count.
 */
import { frameCheckSequence } from '../crc';
import { FCS_BYTES } from '../ethernet';
import type { Core } from './core';
import { matchAddress, Match } from './filter';
import { ISR, R, RSR, TCR } from './registers';
import { tally } from './tallies';

const FIFO_BYTES = 8;

export class LoopbackReceiver {
  readonly #core: Core;
  readonly #fifo = new Uint8Array(FIFO_BYTES);
  #readAt = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  reset(): void {
    this.#fifo.fill(0);
    this.#readAt = 0;
  }

  /** Takes a packet whose last four bytes are its FCS. */
  receive(packet: Uint8Array, byteCount: number): void {
    const { regs, interrupts } = this.#core;
    const fifo = this.#fifo;
    // Each byte went in at the next location, so only the last eight are there.
    for (let at = Math.max(0, byteCount - FIFO_BYTES); at < byteCount; at++)
      fifo[at % FIFO_BYTES] = packet[at];
    fifo[byteCount % FIFO_BYTES] = byteCount;
    fifo[(byteCount + 1) % FIFO_BYTES] = byteCount >>> 8;
    fifo[(byteCount + 2) % FIFO_BYTES] = byteCount >>> 8;
    this.#readAt = 0;

    const match = matchAddress(regs, packet);
    const isGroup = match === Match.BROADCAST || match === Match.MULTICAST;
    // Its own FCS occupies the CRC logic, so with TCR.CRC clear the check always fails.
    const isChecked = (regs[R.TCR] & TCR.CRC) !== 0;
    const isIntact = match === Match.NONE || (isChecked && hasGoodFcs(packet, byteCount));
    regs[R.RSR] = (isIntact ? RSR.PRX : RSR.CRC) | (isGroup ? RSR.PHY : 0);
    if (isIntact) return;
    tally(regs, interrupts, R.CNTR1);
    interrupts.raise(ISR.RXE);
  }

  /** The FIFO register: one location after the other. */
  readFifo(): number {
    const value = this.#fifo[this.#readAt];
    this.#readAt = (this.#readAt + 1) % FIFO_BYTES;
    return value;
  }
}

/** Whether the last four bytes are the FCS of those before. */
export function hasGoodFcs(packet: Uint8Array, byteCount: number): boolean {
  const frameBytes = byteCount - FCS_BYTES;
  if (frameBytes < 0) return false;
  const fcs = frameCheckSequence(packet, frameBytes);
  for (let index = 0; index < FCS_BYTES; index++)
    if (packet[frameBytes + index] !== ((fcs >>> (8 * index)) & 0xff)) return false;
  return true;
}
