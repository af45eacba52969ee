/**
 * The general purpose timer: TCTR counts PCI clocks, TimerInt says when it interrupts.
 * RTL8139C(L) data sheet, table of chapter 6.
 */
import type { ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import { Cause, R } from './registers';

/** Three periods of the 33.33 MHz that PCI runs at are 90 ns. */
const TICK_NS = 30;
const TICKS_MODULUS = 0x1_0000_0000;

export class GeneralTimer {
  readonly #regs: RegisterValues;
  readonly #clock: ClockPort;
  readonly #timer: Timer;
  #startNs = 0;

  constructor(regs: RegisterValues, clock: ClockPort, interrupts: Interrupts) {
    this.#regs = regs;
    this.#clock = clock;
    this.#timer = new Timer(clock, () => {
      // TCTR goes on, and comes by again when it has gone round.
      this.arm();
      interrupts.raise(Cause.TIMEOUT);
    });
  }

  /** TCTR as it stands. */
  get count(): number {
    return this.#elapsedTicks % TICKS_MODULUS;
  }

  /** Any write to TCTR, and a reset: it counts from zero. */
  restart(): void {
    this.#startNs = this.#clock.nowNs;
    this.arm();
  }

  /** After TimerInt was set: it interrupts when TCTR reaches it, never if it is zero. */
  arm(): void {
    const target = this.#regs[R.TimerInt];
    if (target === 0) {
      this.#timer.stop();
      return;
    }
    const elapsedTicks = this.#elapsedTicks;
    let dueTicks = elapsedTicks - (elapsedTicks % TICKS_MODULUS) + target;
    if (dueTicks <= elapsedTicks) dueTicks += TICKS_MODULUS;
    this.#timer.start(this.#startNs + dueTicks * TICK_NS - this.#clock.nowNs);
  }

  get #elapsedTicks(): number {
    return Math.floor((this.#clock.nowNs - this.#startNs) / TICK_NS);
  }
}
