/**
 * STAT/ACK, the interrupt control byte, and the one function that drives INTA#. 8255x SDM 6.3.2.1,
 * 6.3.2.2. The 82557 has only the M bit; later chips mask all causes but MDI and SWI one by one.
 */
import type { InterruptPin } from '../../ports';
import type { RegisterValues } from '../../registers';
import { R, SCB_INTERRUPT, STAT_ACK } from './registers';
import type { Chip } from './stepping';

const CAUSES_82557 =
  STAT_ACK.CX | STAT_ACK.FR | STAT_ACK.CNA | STAT_ACK.RNR | STAT_ACK.MDI | STAT_ACK.SWI;
const CAUSES = CAUSES_82557 | STAT_ACK.ER | STAT_ACK.FCP;

export class Interrupts {
  /** The level of INTA#. */
  isAsserted = false;
  readonly #regs: RegisterValues;
  readonly #pin: InterruptPin;
  readonly #hasMasks: boolean;
  #isPowered = true;

  constructor(regs: RegisterValues, pin: InterruptPin, chip: Chip) {
    this.#regs = regs;
    this.#pin = pin;
    this.#hasMasks = chip !== '82557';
  }

  /** The causes that may interrupt, as STAT/ACK has them. */
  get enabled(): number {
    const control = this.#regs[R.SCB_INTERRUPT];
    if ((control & SCB_INTERRUPT.M) !== 0) return 0;
    if (!this.#hasMasks) return CAUSES_82557;
    // CX, FR, CNA and RNR lie alike in both bytes; ER and FCP two bits higher in the mask.
    const masked = (control & 0xf0) | ((control >>> 2) & (STAT_ACK.ER | STAT_ACK.FCP));
    return CAUSES & ~masked;
  }

  raise(causes: number): void {
    this.#regs[R.STAT_ACK] |= causes;
    this.update();
  }

  /** Brings the pin to what STAT/ACK, the masks and the power state make it. */
  update(): void {
    const isAsserted = this.#isPowered && (this.#regs[R.STAT_ACK] & this.enabled) !== 0;
    if (isAsserted === this.isAsserted) return;
    this.isAsserted = isAsserted;
    this.#pin.set(isAsserted);
  }

  setPowered(isPowered: boolean): void {
    this.#isPowered = isPowered;
    this.update();
  }
}
