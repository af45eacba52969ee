/**
 * Interrupt flags, their masks, and the one function that drives INTA#. Am79C970A data sheet
 * (publication 19436), CSR0, CSR3, CSR4, CSR5; Am79C973 data sheet (publication 21510), CSR7.
 */
import type { InterruptPin } from '../../ports';
import { CSR0, CSR4, CSR5, CSR7 } from './csr-registers';

/** Flags of CSR0 that interrupt; each has its mask bit in the same place of CSR3. CERR does not. */
const FLAGS_0 = CSR0.BABL | CSR0.MISS | CSR0.MERR | CSR0.RINT | CSR0.TINT | CSR0.IDON;
const ERRORS_0 = CSR0.BABL | CSR0.CERR | CSR0.MISS | CSR0.MERR;
/** Mask bits of CSR4; the flag of each lies one bit higher, and a 1 masks. */
const MASKS_4 = CSR4.MFCOM | CSR4.RCVCCOM | CSR4.TXSTRTM | CSR4.JABM;
/** Enable bits of CSR5 and of CSR7; the flag of each lies one bit higher, and a 1 enables. */
const ENABLES_5 = CSR5.EXDINTE | CSR5.MPINTE;
/** These interrupt without CSR0.IENA, which a system error has cleared (CSR5.SINT, SLPINT). */
const ENABLES_5_ALWAYS = CSR5.SINTE | CSR5.SLPINTE;
const ENABLES_7 =
  CSR7.STINTE | CSR7.MREINTE | CSR7.MAPINTE | CSR7.MCCINTE | CSR7.MCCIINTE | CSR7.MIIPDTINTE;

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  readonly #csr: Uint16Array;
  readonly #pin: InterruptPin;
  /** False where the function is not in D0, and does not assert its pin (PCI-PM 1.1, 5.4.1). */
  #isPowered = true;

  constructor(csr: Uint16Array, pin: InterruptPin) {
    this.#csr = csr;
    this.#pin = pin;
  }

  /** Sets flags of CSR0, CSR4, CSR5 or CSR7. */
  raise(number: 0 | 4 | 5 | 7, flags: number): void {
    this.#csr[number] |= flags;
    this.update();
  }

  /** Brings CSR0.ERR, CSR0.INTR and the pin to what the flags make them. */
  update(): void {
    const csr = this.#csr;
    let csr0 = csr[0] & ~(CSR0.ERR | CSR0.INTR);
    if ((csr0 & ERRORS_0) !== 0) csr0 |= CSR0.ERR;
    const pastEnable = (csr[5] >>> 1) & csr[5] & ENABLES_5_ALWAYS;
    const pending =
      (csr0 & ~csr[3] & FLAGS_0) |
      ((csr[4] >>> 1) & ~csr[4] & MASKS_4) |
      (csr[4] & CSR4.UINT) |
      ((csr[5] >>> 1) & csr[5] & ENABLES_5) |
      ((csr[7] >>> 1) & csr[7] & ENABLES_7) |
      pastEnable;
    if (pending !== 0) csr0 |= CSR0.INTR;
    csr[0] = csr0;
    const isEnabled = (csr0 & CSR0.IENA) !== 0 || pastEnable !== 0;
    this.#drive(pending !== 0 && isEnabled && this.#isPowered);
  }

  setPowered(isPowered: boolean): void {
    this.#isPowered = isPowered;
    this.update();
  }

  /** The causes that may interrupt, as CSR0 has them; 0 while CSR0.IENA is clear. */
  get mask(): number {
    const csr = this.#csr;
    return (csr[0] & CSR0.IENA) === 0 ? 0 : FLAGS_0 & ~csr[3];
  }

  #drive(asserted: boolean): void {
    if (asserted === this.isAsserted) return;
    this.isAsserted = asserted;
    this.#pin.set(asserted);
  }
}
