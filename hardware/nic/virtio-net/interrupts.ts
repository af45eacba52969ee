/** ISR Status and INTA#, which is asserted while a bit of it is set (Virtio 1.0, 4.1.4.5). */
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { R } from './registers';

export class Interrupts {
  readonly #regs: RegisterValues;
  readonly #pin: InterruptPin;

  constructor(regs: RegisterValues, pin: InterruptPin) {
    this.#regs = regs;
    this.#pin = pin;
  }

  get isAsserted(): boolean {
    return this.#regs[R.ISR_STATUS] !== 0;
  }

  raise(causes: number): void {
    const { isAsserted } = this;
    this.#regs[R.ISR_STATUS] |= causes;
    if (!isAsserted) this.#pin.set(true);
  }

  /** A read of ISR Status clears it and lets go of the pin. */
  take(): number {
    const causes = this.#regs[R.ISR_STATUS];
    this.reset();
    return causes;
  }

  reset(): void {
    const { isAsserted } = this;
    this.#regs[R.ISR_STATUS] = 0;
    if (isAsserted) this.#pin.set(false);
  }
}
