/** ISR, IMR and the one function that drives INTA#. DP8390D 10.3 (ISR, IMR). */
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { ISR, R } from './registers';

/** RST says where the chip is and never interrupts. */
const CAUSES = 0xff & ~ISR.RST;

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  readonly #regs: RegisterValues;
  readonly #pin: InterruptPin;

  constructor(regs: RegisterValues, pin: InterruptPin) {
    this.#regs = regs;
    this.#pin = pin;
  }

  raise(causes: number): void {
    this.#regs[R.ISR] |= causes;
    this.update();
  }

  /** A write to ISR: a 1 clears its cause; RST is not cleared so. */
  acknowledge(causes: number): void {
    this.#regs[R.ISR] &= ~(causes & CAUSES);
    this.update();
  }

  /** Brings ISR.RST to what the chip is. */
  setReset(isReset: boolean): void {
    if (isReset) this.#regs[R.ISR] |= ISR.RST;
    else this.#regs[R.ISR] &= ~ISR.RST;
  }

  /** Brings the pin to what ISR and IMR make it. */
  update(): void {
    const regs = this.#regs;
    const isPending = (regs[R.ISR] & regs[R.IMR] & CAUSES) !== 0;
    if (isPending === this.isAsserted) return;
    this.isAsserted = isPending;
    this.#pin.set(isPending);
  }
}
