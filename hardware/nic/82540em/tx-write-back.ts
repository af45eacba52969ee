/**
 * How transmit descriptors that are done go back to memory: each at once, or, if TXDCTL.WTHRESH asks
 * for bursts, when enough of them have gathered or a delay timer expires. 8254x SDM 3.4.2, 13.4.43.
 */
import { physical } from '../../address';
import type { Core } from './core';
import { TxCommand, TxStatus, UPPER_OFFSET } from './descriptors';
import { ICR, R, TXDCTL } from './registers';

/** The bus refused to write. */
export const REFUSED = -1;
/** Descriptors that the chip holds (3.4.1). */
const HELD_COUNT_MAX = 64;
const WTHRESH_SHIFT = 16;
/** With TXDCTL.GRAN clear thresholds count cache lines, here of 32 bytes. */
const LINE_DESCRIPTOR_COUNT = 2;
const UPPER_BYTES = 4;

export class TxWriteBack {
  readonly #core: Core;
  readonly #upper = new Uint8Array(UPPER_BYTES);
  readonly #view = new DataView(this.#upper.buffer);
  readonly #addresses: number[] = [];
  readonly #uppers: number[] = [];
  #heldCount = 0;
  /** One of those held wants to be reported at once: RS without IDE. */
  #isPrompt = false;

  constructor(core: Core) {
    this.#core = core;
  }

  reset(): void {
    this.#heldCount = 0;
    this.#isPrompt = false;
  }

  /**
   * The descriptor at `address` is done. Gives the causes that its write-back, or that of the burst
   * that it completes, raises now; REFUSED if the bus does not take it.
   */
  complete(address: number, lower: number, upper: number): number {
    const isReported = (lower & TxCommand.RS) !== 0;
    // Without bursts only what has RS goes back; with them all from the first that has (13.4.43).
    if (!isReported && this.#heldCount === 0) return 0;
    const index = this.#heldCount++;
    this.#addresses[index] = address;
    this.#uppers[index] = upper;
    if (isReported && (lower & TxCommand.IDE) === 0) this.#isPrompt = true;
    return this.#heldCount >= this.#threshold ? this.flush() : 0;
  }

  /** Writes back what is held. Gives the causes that this raises, or REFUSED. */
  flush(): number {
    const count = this.#heldCount;
    const causes = this.#isPrompt ? ICR.TXDW : 0;
    this.reset();
    for (let index = 0; index < count; index++) {
      this.#view.setUint32(0, this.#uppers[index] | TxStatus.DD, true);
      const address = physical(this.#addresses[index] + UPPER_OFFSET);
      if (!this.#core.busMaster.write(address, this.#upper, 0, UPPER_BYTES)) return REFUSED;
    }
    return causes;
  }

  /** Descriptors of a burst; 0 for none. */
  get #threshold(): number {
    const txdctl = this.#core.regs[R.TXDCTL];
    const threshold = (txdctl & TXDCTL.WTHRESH) >>> WTHRESH_SHIFT;
    const isByLine = (txdctl & TXDCTL.GRAN) === 0;
    return Math.min(isByLine ? threshold * LINE_DESCRIPTOR_COUNT : threshold, HELD_COUNT_MAX);
  }
}
