/**
 * CSR5, CSR7 and the one function that drives INTA#. HRM, CSR5, CSR7, CSR11 (interrupt mitigation).
 *
 * The mitigation of revision 4.1 holds TI and RI back until so many frames are done, or until a
 * while after the first of them. The figures of its cycle follow those of the timer beside it.
 */
import type { ClockPort } from '../../clock';
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { Timer } from '../timer';
import { CAUSES, CSR11, CSR5, R, type Rs, type Ts } from './registers';

const NORMAL = CSR5.TI | CSR5.TU | CSR5.RI | CSR5.GTE | CSR5.ERI;
const SUMMARY = CSR5.NIS | CSR5.AIS;
const ABNORMAL = CAUSES & ~NORMAL & ~SUMMARY;
const RS_SHIFT = 17;
const TS_SHIFT = 20;

/** One of the two causes that can be held back. */
interface Held {
  readonly cause: number;
  readonly timer: Timer;
  frameCount: number;
}

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  /** How long one cycle of CSR11's timers is, as the port and CSR11.CS have it. */
  readonly #cycleNs: () => number;
  readonly #regs: RegisterValues;
  readonly #pin: InterruptPin;
  readonly #canMitigate: boolean;
  readonly #rx: Held;
  readonly #tx: Held;
  #isPowered = true;

  constructor(
    regs: RegisterValues,
    pin: InterruptPin,
    clock: ClockPort,
    canMitigate: boolean,
    cycleNs: () => number,
  ) {
    this.#regs = regs;
    this.#pin = pin;
    this.#canMitigate = canMitigate;
    this.#cycleNs = cycleNs;
    this.#rx = this.#createHeld(clock, CSR5.RI);
    this.#tx = this.#createHeld(clock, CSR5.TI);
  }

  /** The causes that may interrupt: each needs its summary let through too. */
  get enabled(): number {
    const mask = this.#regs[R.CSR7];
    const normal = (mask & CSR5.NIS) !== 0 ? mask & NORMAL : 0;
    const abnormal = (mask & CSR5.AIS) !== 0 ? mask & ABNORMAL : 0;
    return (normal | abnormal) >>> 0;
  }

  reset(): void {
    for (const held of [this.#rx, this.#tx]) {
      held.timer.stop();
      held.frameCount = 0;
    }
    this.update();
  }

  /** TI takes an early transmit interrupt back (CSR5.ETI). */
  raise(causes: number): void {
    if ((causes & CSR5.TI) !== 0) this.#regs[R.CSR5] &= ~CSR5.ETI;
    this.#regs[R.CSR5] |= causes;
    this.update();
  }

  /** A frame is received, for which CSR5.RI comes now or later. */
  frameReceived(): void {
    const control = this.#regs[R.CSR11];
    this.#count(this.#rx, (control & CSR11.NRX) >>> 17, (control & CSR11.RXT) >>> 20);
  }

  /** A frame with TDES1.IC is sent, for which CSR5.TI comes now or later. */
  frameSent(): void {
    const control = this.#regs[R.CSR11];
    this.#count(this.#tx, (control & CSR11.NTX) >>> 24, 16 * ((control & CSR11.TXT) >>> 27));
  }

  /** A 1 written clears a cause. The summaries follow the causes. */
  acknowledge(value: number): void {
    this.#regs[R.CSR5] &= ~(value & CAUSES);
    this.update();
  }

  get receiveState(): Rs {
    return ((this.#regs[R.CSR5] & CSR5.RS) >>> RS_SHIFT) as Rs;
  }

  set receiveState(state: Rs) {
    this.#regs[R.CSR5] = (this.#regs[R.CSR5] & ~CSR5.RS) | (state << RS_SHIFT);
  }

  get transmitState(): Ts {
    return ((this.#regs[R.CSR5] & CSR5.TS) >>> TS_SHIFT) as Ts;
  }

  set transmitState(state: Ts) {
    this.#regs[R.CSR5] = (this.#regs[R.CSR5] & ~CSR5.TS) | (state << TS_SHIFT);
  }

  /** Brings the summaries and the pin to what the causes and CSR7 make them. */
  update(): void {
    const regs = this.#regs;
    const mask = regs[R.CSR7];
    // Only a cause that is let through counts in its summary.
    const pending = regs[R.CSR5] & mask;
    let summary = 0;
    if ((pending & NORMAL) !== 0) summary |= CSR5.NIS;
    if ((pending & ABNORMAL) !== 0) summary |= CSR5.AIS;
    regs[R.CSR5] = (regs[R.CSR5] & ~SUMMARY) | summary;
    const isAsserted = (summary & mask) !== 0 && this.#isPowered;
    if (isAsserted === this.isAsserted) return;
    this.isAsserted = isAsserted;
    this.#pin.set(isAsserted);
  }

  setPowered(isPowered: boolean): void {
    this.#isPowered = isPowered;
    this.update();
  }

  #createHeld(clock: ClockPort, cause: number): Held {
    const timer = new Timer(clock, () => this.#release(held));
    const held: Held = { cause, timer, frameCount: 0 };
    return held;
  }

  #count(held: Held, frameLimit: number, cycles: number): void {
    if (!this.#canMitigate || (frameLimit === 0 && cycles === 0)) {
      this.raise(held.cause);
      return;
    }
    held.frameCount++;
    if (held.frameCount === frameLimit) this.#release(held);
    else if (cycles !== 0 && !held.timer.isRunning) held.timer.start(cycles * this.#cycleNs());
  }

  #release(held: Held): void {
    held.timer.stop();
    held.frameCount = 0;
    this.raise(held.cause);
  }
}
