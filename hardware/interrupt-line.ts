/**
 * A level-triggered interrupt line that several devices share. PCI Local Bus Specification 2.2,
 * section 2.2.6: INTx# is open drain, hence asserted while any device asserts it.
 */
import type { InterruptPin } from './ports';

class LinePin implements InterruptPin {
  #isAsserted = false;
  readonly #count: (change: number) => void;

  constructor(count: (change: number) => void) {
    this.#count = count;
  }

  set(asserted: boolean): void {
    if (asserted === this.#isAsserted) return;
    this.#isAsserted = asserted;
    this.#count(asserted ? 1 : -1);
  }
}

/** Joins the pins of any number of devices; `onChange` hears the edges of their OR, no others. */
export class InterruptLine {
  #assertedPins = 0;
  readonly #onChange: (asserted: boolean) => void;

  constructor(onChange: (asserted: boolean) => void) {
    this.#onChange = onChange;
  }

  get isAsserted(): boolean {
    return this.#assertedPins > 0;
  }

  /** One more pin on the line, not asserted. */
  pin(): InterruptPin {
    return new LinePin((change) => {
      const before = this.#assertedPins;
      this.#assertedPins += change;
      // The count is right before anyone hears of it: an interrupt routine may lower a pin at once.
      if (before === 0 || this.#assertedPins === 0) this.#onChange(this.#assertedPins > 0);
    });
  }
}
