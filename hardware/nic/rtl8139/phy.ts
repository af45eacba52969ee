/**
 * The PHY inside the RTL8139C, whose registers lie among those of the MAC. RTL8139C(L) data sheet
 * 6.12, 6.18-6.27; IEEE 802.3 clauses 22 and 28.
 *
 * The far end advertises symmetric PAUSE, and in full and half duplex each speed up to its fastest.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { bestAbility, NEGOTIATION_NS, partnerPage } from '../mii';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import { ANER, BMCR, BMSR, Cause, CSCR, MSR, R, REGISTERS } from './registers';

/** The bits of BMCR that only the config write mode lets through (6.9). */
const BMCR_PROTECTED = BMCR.SPD_SET | BMCR.ANE | BMCR.DUPLEX;
/** What a PHY reset brings back (6.18). */
const RESET_ROWS = ['BMCR', 'ANAR', 'NWAYTR', 'CSCR', 'DIS', 'FCSC', 'REC'] as const;

export class Phy {
  isLinkUp = false;
  mbps: 10 | 100 = 100;
  isFullDuplex = false;
  readonly #regs: RegisterValues;
  readonly #interrupts: Interrupts;
  readonly #wire: WirePort;
  readonly #partnerAbility: number;
  readonly #negotiation: Timer;
  /** BMCR as the 93C46 has it. */
  #defaultBmcr = 0;

  /** `linkMbps` is the fastest that the far end can do. */
  constructor(
    regs: RegisterValues,
    clock: ClockPort,
    interrupts: Interrupts,
    wire: WirePort,
    linkMbps: number,
  ) {
    this.#regs = regs;
    this.#interrupts = interrupts;
    this.#wire = wire;
    this.#partnerAbility = partnerPage(linkMbps);
    this.#negotiation = new Timer(clock, () => this.#linkUp());
  }

  /** The state a while after power-on, the registers reset: with a cable in, the link is up. */
  powerOn(msrBmcr: number): void {
    this.#defaultBmcr =
      ((msrBmcr & 0x20) !== 0 ? BMCR.SPD_SET : 0) |
      ((msrBmcr & 0x10) !== 0 ? BMCR.ANE : 0) |
      ((msrBmcr & 0x01) !== 0 ? BMCR.DUPLEX : 0);
    this.#regs[R.BMCR] = this.#defaultBmcr;
    this.#negotiation.stop();
    this.isLinkUp = false;
    if (this.#wire.hasLink) this.#establish();
  }

  /** The cable came or went. */
  linkChanged(hasLink: boolean): void {
    if (hasLink !== this.isLinkUp || this.#negotiation.isRunning) this.renegotiate();
  }

  /** Takes the link down, and brings it up in a while if there is a far end. */
  renegotiate(): void {
    this.#linkDown();
    if (this.#wire.hasLink) this.#negotiation.start(NEGOTIATION_NS);
    else this.#negotiation.stop();
  }

  /** BMCR was written (6.18). */
  writeBmcr(value: number, before: number, canConfigure: boolean): void {
    const regs = this.#regs;
    let bmcr = value & BMCR_PROTECTED;
    if (!canConfigure) bmcr = before & BMCR_PROTECTED;
    regs[R.BMCR] = bmcr;
    if ((value & BMCR.RESET) !== 0) {
      this.renegotiate();
      for (const name of RESET_ROWS) regs[R[name]] = REGISTERS.resetValues[R[name]];
      regs[R.BMCR] = this.#defaultBmcr;
      return;
    }
    const isRestarted = (value & BMCR.RESTART) !== 0 && (bmcr & BMCR.ANE) !== 0;
    // With ANE set, speed and duplex mode only reflect what was agreed on.
    const isForced = ((bmcr | before) & BMCR.ANE) === 0 && bmcr !== (before & BMCR_PROTECTED);
    if (isRestarted || isForced || ((bmcr ^ before) & BMCR.ANE) !== 0) this.renegotiate();
  }

  /** MSR without the flags of flow control (6.12). */
  get mediaStatus(): number {
    // PMC says PME# from D3cold, which takes auxiliary power.
    let status: number = MSR.AUX_STATUS;
    if (!this.isLinkUp) status |= MSR.LINKB;
    if (this.mbps === 10) status |= MSR.SPEED_10;
    return status;
  }

  /** ANER, of which a read clears PAGE_RX (IEEE 802.3 28.2.4.1.5). */
  readAner(): number {
    const value = this.#regs[R.ANER];
    this.#regs[R.ANER] = value & ~ANER.PAGE_RX;
    return value;
  }

  #linkUp(): void {
    if (this.#establish()) this.#interrupts.raise(Cause.PUN);
  }

  /** False if the two ends have nothing in common. */
  #establish(): boolean {
    const regs = this.#regs;
    const bmcr = regs[R.BMCR];
    const isNegotiated = (bmcr & BMCR.ANE) !== 0;
    const ours = isNegotiated ? regs[R.ANAR] : forcedAbility(bmcr);
    // A far end that gets no pages finds the speed in parallel, whatever the duplex mode.
    const theirs = isNegotiated ? this.#partnerAbility : bothModes(this.#partnerAbility);
    const ability = bestAbility(ours, theirs);
    if (ability === undefined) return false;
    this.mbps = ability.mbps;
    this.isFullDuplex = ability.isFullDuplex;
    this.isLinkUp = true;
    regs[R.BMSR] |= BMSR.LINK;
    regs[R.CSCR] |= CSCR.CON_STATUS;
    if (!isNegotiated) return true;
    regs[R.BMCR] =
      BMCR.ANE |
      (ability.mbps === 100 ? BMCR.SPD_SET : 0) |
      (ability.isFullDuplex ? BMCR.DUPLEX : 0);
    regs[R.BMSR] |= BMSR.COMPLETE;
    regs[R.ANLPAR] = this.#partnerAbility;
    regs[R.ANER] = ANER.PAGE_RX | ANER.LP_NW_ABLE;
    return true;
  }

  #linkDown(): void {
    const regs = this.#regs;
    regs[R.BMSR] &= ~(BMSR.LINK | BMSR.COMPLETE);
    regs[R.CSCR] &= ~CSCR.CON_STATUS;
    regs[R.ANLPAR] = 0;
    regs[R.ANER] = 0;
    if (!this.isLinkUp) return;
    this.isLinkUp = false;
    regs[R.DIS] = (regs[R.DIS] + 1) & 0xffff;
    this.#interrupts.raise(Cause.PUN);
  }
}

/** The one ability that BMCR forces. */
function forcedAbility(bmcr: number): number {
  const isFullDuplex = (bmcr & BMCR.DUPLEX) !== 0;
  if ((bmcr & BMCR.SPD_SET) !== 0) return isFullDuplex ? 0x0100 : 0x0080;
  return isFullDuplex ? 0x0040 : 0x0020;
}

function bothModes(ability: number): number {
  return ability | ((ability & 0x00a0) << 1);
}
