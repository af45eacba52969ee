/**
 * Interrupt causes, their mask, throttling and delays, and the one function that drives INTA#.
 * 8254x SDM 13.4.17-13.4.21 (ICR, ITR, ICS, IMS, IMC), 13.4.30-13.4.31 (RDTR, RADV),
 * 13.4.41 and 13.4.44 (TIDV, TADV).
 */
import type { ClockPort } from '../../clock';
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { Timer } from '../timer';
import { R } from './registers';

/** The unit of ITR (13.4.18). */
const THROTTLE_UNIT_NS = 256;
/** The unit of RDTR, RADV, TIDV and TADV. */
const DELAY_UNIT_NS = 1024;

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  readonly #regs: RegisterValues;
  readonly #clock: ClockPort;
  readonly #pin: InterruptPin;
  readonly #throttle: Timer;
  /** False in D3, where a function does not assert its pin (PCI-PM 1.1, 5.4.1). */
  #isPowered = true;

  constructor(regs: RegisterValues, clock: ClockPort, pin: InterruptPin) {
    this.#regs = regs;
    this.#clock = clock;
    this.#pin = pin;
    this.#throttle = new Timer(clock, () => this.update());
  }

  raise(causes: number): void {
    this.#regs[R.ICR] |= causes;
    this.update();
  }

  /** Brings the pin to what ICR, IMS, ITR and the power state make it. */
  update(): void {
    const regs = this.#regs;
    const isPending = (regs[R.ICR] & regs[R.IMS]) !== 0 && this.#isPowered;
    if (isPending === this.isAsserted) return;
    if (isPending) {
      // ITR is the least time from one assertion to the next (13.4.18).
      if (this.#throttle.isRunning) return;
      const intervalNs = regs[R.ITR] * THROTTLE_UNIT_NS;
      if (intervalNs > 0) this.#throttle.start(intervalNs);
    }
    this.isAsserted = isPending;
    this.#pin.set(isPending);
  }

  setPowered(isPowered: boolean): void {
    this.#isPowered = isPowered;
    this.update();
  }

  /** After the registers have been reset. */
  reset(): void {
    this.#throttle.stop();
    this.update();
  }

  /** `expired` is called before a cause that was held back is raised. */
  createDelayed(cause: number, expired?: () => void): DelayedCause {
    return new DelayedCause(this.#clock, this, cause, expired);
  }
}

/**
 * A cause held back by a timer that each event restarts, and by an absolute timer that the first
 * event starts (13.4.30, 13.4.31; the transmit pair works alike: 13.4.41, 13.4.44).
 */
export class DelayedCause {
  readonly #interrupts: Interrupts;
  readonly #cause: number;
  readonly #packetTimer: Timer;
  readonly #absoluteTimer: Timer;

  readonly #expired: (() => void) | undefined;

  constructor(clock: ClockPort, interrupts: Interrupts, cause: number, expired?: () => void) {
    this.#interrupts = interrupts;
    this.#cause = cause;
    this.#expired = expired;
    const raise = () => this.raiseNow();
    this.#packetTimer = new Timer(clock, raise);
    this.#absoluteTimer = new Timer(clock, raise);
  }

  /** An event, with the registers' delays in units of 1.024 us; 0 is no delay, or no limit. */
  raise(delay: number, absoluteDelay: number): void {
    if (delay === 0) {
      this.raiseNow();
      return;
    }
    this.#packetTimer.start(delay * DELAY_UNIT_NS);
    if (absoluteDelay !== 0 && !this.#absoluteTimer.isRunning)
      this.#absoluteTimer.start(absoluteDelay * DELAY_UNIT_NS);
  }

  /** Raises the cause at once if it is held back. */
  flush(): void {
    if (this.#packetTimer.isRunning) this.raiseNow();
  }

  raiseNow(): void {
    this.stop();
    if (this.#expired !== undefined) this.#expired();
    this.#interrupts.raise(this.#cause);
  }

  stop(): void {
    this.#packetTimer.stop();
    this.#absoluteTimer.stop();
  }
}
