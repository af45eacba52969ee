/**
 * ISR, IMR and the one function that drives INTA#. RTL8139C(L) data sheet 6.5, 6.6.
 *
 * The sheet says of ISR that a read clears it and a write does nothing. Drivers depend on another
 * behaviour, which is the one here: they read ISR more than once for an interrupt, and clear what
 * they have served by writing it back. QEMU's model does the same.
 */
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { R } from './registers';

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  readonly #regs: RegisterValues;
  readonly #pin: InterruptPin;
  /** False in D1 to D3, where a function does not assert its pin (PCI-PM 1.1, 5.4.1). */
  #isPowered = true;

  constructor(regs: RegisterValues, pin: InterruptPin) {
    this.#regs = regs;
    this.#pin = pin;
  }

  /** Sets causes in ISR, whether or not IMR lets them out. */
  raise(causes: number): void {
    this.#regs[R.ISR] |= causes;
    this.update();
  }

  /** Brings the pin to what ISR, IMR and the power state make it. */
  update(): void {
    const regs = this.#regs;
    const isPending = (regs[R.ISR] & regs[R.IMR]) !== 0 && this.#isPowered;
    if (isPending === this.isAsserted) return;
    this.isAsserted = isPending;
    this.#pin.set(isPending);
  }

  setPowered(isPowered: boolean): void {
    this.#isPowered = isPowered;
    this.update();
  }
}
