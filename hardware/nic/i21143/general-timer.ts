/** The general-purpose timer in CSR11. HRM, CSR11. */
import type { ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import { CSR11, CSR5, R } from './registers';

export class GeneralTimer {
  readonly #regs: RegisterValues;
  readonly #clock: ClockPort;
  readonly #timer: Timer;
  readonly #interrupts: Interrupts;
  readonly #tickNs: () => number;
  #endNs = 0;
  /** Of the countdown under way. */
  #runningTickNs = 1;

  /** @param tickNs one iteration, as the port and its speed have it */
  constructor(
    regs: RegisterValues,
    clock: ClockPort,
    interrupts: Interrupts,
    tickNs: () => number,
  ) {
    this.#regs = regs;
    this.#clock = clock;
    this.#interrupts = interrupts;
    this.#tickNs = tickNs;
    this.#timer = new Timer(clock, () => this.#expired());
  }

  reset(): void {
    this.#timer.stop();
  }

  /** CSR11 was written: it counts from the value in it; 0 stops it. */
  restart(): void {
    const count = this.#regs[R.CSR11] & CSR11.TIMER;
    this.#timer.stop();
    if (count === 0) return;
    this.#runningTickNs = this.#tickNs();
    this.#endNs = this.#clock.nowNs + count * this.#runningTickNs;
    this.#timer.start(count * this.#runningTickNs);
  }

  /** CSR11 with the iterations that are left. */
  read(): number {
    const value = this.#regs[R.CSR11];
    const left = this.#timer.isRunning
      ? Math.ceil((this.#endNs - this.#clock.nowNs) / this.#runningTickNs)
      : 0;
    return ((value & ~CSR11.TIMER) | left) >>> 0;
  }

  #expired(): void {
    if ((this.#regs[R.CSR11] & CSR11.CON) !== 0) this.restart();
    this.#interrupts.raise(CSR5.GTE);
  }
}
