/**
 * The PHY on the MII port of the card. IEEE 802.3 clauses 22 and 28; its identifier is that of
 * National's DP83840A, which many cards with this chip carry.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import { Access, type RegisterValues } from '../../registers';
import type { ManagedPhy } from '../mdio';
import { bestAbility, NEGOTIATION_NS, partnerPage } from '../mii';
import { Timer } from '../timer';
import { CONTROL, EXPANSION, MDI_REGISTERS, P, STATUS } from './registers';

/** A forced link is up when the receiver is stable (IEEE 802.3 24.3.4.2, stabilize timer). */
const STABILIZE_NS = 1_000_000;

export class Phy implements ManagedPhy {
  readonly address = 1;
  isLinkUp = false;
  mbps: 10 | 100 = 100;
  readonly #regs: RegisterValues = MDI_REGISTERS.createValues();
  readonly #wire: WirePort;
  readonly #linkMbps: number;
  readonly #report: (name: string) => void;
  readonly #negotiation: Timer;
  /** The link has been down since the status was last read (22.2.4.2.13). */
  #isLinkLatchedDown = true;

  constructor(clock: ClockPort, wire: WirePort, linkMbps: number, report: (name: string) => void) {
    this.#wire = wire;
    this.#linkMbps = linkMbps;
    this.#report = report;
    this.#negotiation = new Timer(clock, () => this.#linkUp());
  }

  get isLoopback(): boolean {
    return (this.#regs[P.CONTROL] & CONTROL.LOOPBACK) !== 0;
  }

  /** The state a while after power-on: with a cable in, negotiation is over. */
  powerOn(): void {
    this.#negotiation.stop();
    this.#regs.set(MDI_REGISTERS.resetValues);
    this.#linkDown();
    if (this.#wire.hasLink) this.#linkUp();
  }

  /** The far end's link came up or went down. */
  linkChanged(hasLink: boolean): void {
    if (hasLink !== this.isLinkUp || this.#negotiation.isRunning) this.#renegotiate();
  }

  read(register: number): number {
    const regs = this.#regs;
    const slot = this.#slotOf(register);
    const value = regs[slot];
    if (slot === P.STATUS) {
      const isUp = !this.#isLinkLatchedDown;
      this.#isLinkLatchedDown = !this.isLinkUp;
      return isUp ? value | STATUS.LINK : value;
    }
    if (slot === P.EXPANSION) regs[slot] &= ~EXPANSION.PAGE_RECEIVED;
    return value;
  }

  write(register: number, value: number): void {
    const regs = this.#regs;
    const slot = this.#slotOf(register);
    if (MDI_REGISTERS.accessOf[slot] !== Access.RW) return;
    const mask = MDI_REGISTERS.writeMasks[slot];
    const before = regs[slot];
    regs[slot] = (before & ~mask) | (value & mask);
    if (slot === P.CONTROL) this.#control(value, before);
  }

  #slotOf(register: number): number {
    const slot = MDI_REGISTERS.slotAt[register];
    if (MDI_REGISTERS.rowOf[slot].modelled === false) this.#report(`MII register ${register}`);
    return slot;
  }

  #control(value: number, before: number): void {
    const regs = this.#regs;
    const isReset = (value & CONTROL.RESET) !== 0;
    if (isReset) regs.set(MDI_REGISTERS.resetValues);
    const control = regs[P.CONTROL];
    const negotiates = (control & CONTROL.AN_ENABLE) !== 0;
    const forced = negotiates ? 0 : CONTROL.SPEED_100 | CONTROL.FULL_DUPLEX;
    const watched = CONTROL.AN_ENABLE | CONTROL.POWER_DOWN | CONTROL.ISOLATE | forced;
    const isRestarted = negotiates && (value & CONTROL.AN_RESTART) !== 0;
    if (isReset || isRestarted || ((control ^ before) & watched) !== 0) this.#renegotiate();
  }

  /** The link goes down, and comes up after its time if there is one to come up. */
  #renegotiate(): void {
    this.#linkDown();
    this.#negotiation.stop();
    const control = this.#regs[P.CONTROL];
    if (!this.#wire.hasLink || (control & (CONTROL.POWER_DOWN | CONTROL.ISOLATE)) !== 0) return;
    const negotiates = (control & CONTROL.AN_ENABLE) !== 0;
    this.#negotiation.start(negotiates ? NEGOTIATION_NS : STABILIZE_NS);
  }

  #linkUp(): void {
    const regs = this.#regs;
    const control = regs[P.CONTROL];
    if ((control & CONTROL.AN_ENABLE) !== 0) {
      const partner = partnerPage(this.#linkMbps);
      const ability = bestAbility(regs[P.ADVERTISEMENT], partner);
      // Nothing in common: the negotiation goes on without end.
      if (ability === undefined) return;
      this.mbps = ability.mbps;
      regs[P.STATUS] |= STATUS.AN_COMPLETE;
      regs[P.PARTNER] = partner;
      regs[P.EXPANSION] = EXPANSION.PAGE_RECEIVED | EXPANSION.PARTNER_NEGOTIATES;
    } else {
      const mbps = (control & CONTROL.SPEED_100) !== 0 ? 100 : 10;
      if (mbps > this.#linkMbps) return;
      this.mbps = mbps;
    }
    this.isLinkUp = true;
  }

  #linkDown(): void {
    const regs = this.#regs;
    regs[P.STATUS] &= ~STATUS.AN_COMPLETE;
    regs[P.PARTNER] = 0;
    regs[P.EXPANSION] = 0;
    this.#isLinkLatchedDown = true;
    this.isLinkUp = false;
  }
}
