/**
 * The PHY: the 82555 beside an 82557, or its like inside an 82558 or 82559, and the MDI control
 * register that leads to it. 8255x SDM 6.3.5, 7.2, 7.3; IEEE 802.3 clauses 22 and 28.
 *
 * The far end negotiates, and advertises all of 10 Mb/s, of 100 Mb/s unless told otherwise, and
 * PAUSE.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import { Access, type RegisterValues } from '../../registers';
import { bestAbility, MDI_CYCLE_NS, NEGOTIATION_NS, partnerPage } from '../mii';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import {
  CONTROL,
  EXPANSION,
  MDI,
  MDI_REGISTERS,
  MdiOpcode,
  P,
  R,
  STAT_ACK,
  STATUS,
  STATUS_CONTROL,
} from './registers';
import type { Stepping } from './stepping';

/** The one address that the PHY answers to. */
const PHY_ADDRESS = 1;
/** A forced link is up when the receiver is stable (IEEE 802.3 24.3.4.2, stabilize timer). */
const STABILIZE_NS = 1_000_000;

export interface PhyOptions {
  readonly stepping: Stepping;
  readonly clock: ClockPort;
  readonly interrupts: Interrupts;
  readonly wire: WirePort;
  /** The fastest that the far end can do. */
  readonly linkMbps: number;
  /** Called when the link comes up or goes down. */
  readonly changed: () => void;
  readonly report: (name: string) => void;
}

export class Phy {
  isLinkUp = false;
  mbps: 10 | 100 = 100;
  isFullDuplex = false;
  readonly #mac: RegisterValues;
  readonly #options: PhyOptions;
  readonly #regs: RegisterValues = MDI_REGISTERS.createValues();
  readonly #negotiation: Timer;
  readonly #cycle: Timer;
  readonly #partner: number;
  /** The link has been down since the status was last read (IEEE 802.3 22.2.4.2.13). */
  #isLinkLatchedDown = true;

  constructor(mac: RegisterValues, options: PhyOptions) {
    this.#mac = mac;
    this.#options = options;
    this.#partner = partnerPage(options.linkMbps);
    this.#negotiation = new Timer(options.clock, () => this.#linkUp());
    this.#cycle = new Timer(options.clock, () => this.#endCycle());
  }

  get isLoopback(): boolean {
    return (this.#regs[P.CONTROL] & CONTROL.LOOPBACK) !== 0;
  }

  /** Whether a management cycle is under way. */
  get isBusy(): boolean {
    return this.#cycle.isRunning;
  }

  /** The state a while after power-on: with a cable in, negotiation is over. */
  powerOn(): void {
    this.resetMac();
    this.#negotiation.stop();
    this.#resetRegisters();
    this.isLinkUp = false;
    this.#isLinkLatchedDown = true;
    if (this.#options.wire.hasLink) this.#linkUp();
  }

  /** The MAC was reset: only a management cycle under way is lost. */
  resetMac(): void {
    this.#cycle.stop();
  }

  /** The far end's link came up or went down. */
  linkChanged(hasLink: boolean): void {
    if (hasLink !== this.isLinkUp || this.#negotiation.isRunning) this.#renegotiate();
  }

  /** The MDI control register was written, its highest byte too (6.3.5.1). */
  writeMdi(value: number): void {
    const opcode = value & MDI.OPCODE;
    const starts =
      (value & MDI.R) === 0 && (opcode === MdiOpcode.READ || opcode === MdiOpcode.WRITE);
    this.#mac[R.MDI] = starts ? value : (value | MDI.R) >>> 0;
    if (starts) this.#cycle.start(MDI_CYCLE_NS);
    else this.#cycle.stop();
  }

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return MDI_REGISTERS.dump(this.#regs);
  }

  #resetRegisters(): void {
    const { stepping } = this.#options;
    this.#regs.set(MDI_REGISTERS.resetValues);
    this.#regs[P.ID_2] = stepping.phyId2;
    this.#regs[P.ADVERTISEMENT] = stepping.advertised;
  }

  #endCycle(): void {
    const mac = this.#mac;
    const value = mac[R.MDI];
    const register = (value & MDI.REGADD) >>> 16;
    const isRead = (value & MDI.OPCODE) === MdiOpcode.READ;
    let result = value;
    if ((value & MDI.PHYADD) >>> 21 !== PHY_ADDRESS) {
      // Nobody drives the line, which is pulled up.
      if (isRead) result |= MDI.DATA;
    } else if (isRead) {
      result = (value & ~MDI.DATA) | this.#read(register);
    } else {
      this.#write(register, value & MDI.DATA);
    }
    mac[R.MDI] = (result | MDI.R) >>> 0;
    if ((value & MDI.IE) !== 0) this.#options.interrupts.raise(STAT_ACK.MDI);
  }

  #slotOf(register: number): number {
    const slot = MDI_REGISTERS.slotAt[register];
    if (MDI_REGISTERS.rowOf[slot].modelled === false)
      this.#options.report(`MDI register ${register}`);
    return slot;
  }

  #read(register: number): number {
    const regs = this.#regs;
    const slot = this.#slotOf(register);
    const value = regs[slot];
    if (slot === P.STATUS) {
      const isUp = !this.#isLinkLatchedDown;
      this.#isLinkLatchedDown = !this.isLinkUp;
      return isUp ? value | STATUS.LINK : value;
    }
    if (slot === P.EXPANSION) regs[slot] &= ~EXPANSION.PAGE_RECEIVED;
    else if (MDI_REGISTERS.accessOf[slot] === Access.RC) regs[slot] = 0;
    return value;
  }

  #write(register: number, value: number): void {
    const regs = this.#regs;
    const slot = this.#slotOf(register);
    const row = MDI_REGISTERS.rowOf[slot];
    if (MDI_REGISTERS.accessOf[slot] !== Access.RW) return;
    if (row.modelled === 'at-reset' && value !== MDI_REGISTERS.resetValues[slot])
      this.#options.report(`MDI register ${register}`);
    const mask = MDI_REGISTERS.writeMasks[slot];
    const before = regs[slot];
    regs[slot] = (before & ~mask) | (value & mask);
    if (slot === P.CONTROL) this.#control(value, before);
  }

  #control(value: number, before: number): void {
    const isReset = (value & CONTROL.RESET) !== 0;
    if (isReset) this.#resetRegisters();
    const changed = this.#regs[P.CONTROL] ^ before;
    const isForced = (this.#regs[P.CONTROL] & CONTROL.AN_ENABLE) === 0;
    const mode = CONTROL.AN_ENABLE | CONTROL.POWER_DOWN;
    const forced = isForced ? CONTROL.SPEED_100 | CONTROL.FULL_DUPLEX : 0;
    const isRestarted = (value & CONTROL.AN_RESTART) !== 0 && !isForced;
    if (isReset || isRestarted || (changed & (mode | forced)) !== 0) this.#renegotiate();
  }

  /** The link goes down, and comes up after its time if there is one to come up. */
  #renegotiate(): void {
    this.#linkDown();
    const control = this.#regs[P.CONTROL];
    const isPossible = this.#options.wire.hasLink && (control & CONTROL.POWER_DOWN) === 0;
    if (!isPossible) this.#negotiation.stop();
    else
      this.#negotiation.start((control & CONTROL.AN_ENABLE) !== 0 ? NEGOTIATION_NS : STABILIZE_NS);
  }

  #linkUp(): void {
    const regs = this.#regs;
    const control = regs[P.CONTROL];
    if ((control & CONTROL.AN_ENABLE) !== 0) {
      const ability = bestAbility(regs[P.ADVERTISEMENT], this.#partner);
      // Nothing in common: the negotiation goes on without end.
      if (ability === undefined) return;
      this.mbps = ability.mbps;
      this.isFullDuplex = ability.isFullDuplex;
      regs[P.STATUS] |= STATUS.AN_COMPLETE;
      regs[P.PARTNER] = this.#partner;
      regs[P.EXPANSION] = EXPANSION.PAGE_RECEIVED | EXPANSION.PARTNER_NEGOTIATES;
    } else {
      const mbps = (control & CONTROL.SPEED_100) !== 0 ? 100 : 10;
      if (mbps > this.#options.linkMbps) return;
      this.mbps = mbps;
      this.isFullDuplex = (control & CONTROL.FULL_DUPLEX) !== 0;
    }
    regs[P.STATUS_CONTROL] &= ~(STATUS_CONTROL.SPEED_100 | STATUS_CONTROL.FULL_DUPLEX);
    if (this.mbps === 100) regs[P.STATUS_CONTROL] |= STATUS_CONTROL.SPEED_100;
    if (this.isFullDuplex) regs[P.STATUS_CONTROL] |= STATUS_CONTROL.FULL_DUPLEX;
    this.isLinkUp = true;
    this.#options.changed();
  }

  #linkDown(): void {
    const regs = this.#regs;
    regs[P.STATUS] &= ~STATUS.AN_COMPLETE;
    regs[P.PARTNER] = 0;
    regs[P.EXPANSION] = 0;
    this.#isLinkLatchedDown = true;
    if (!this.isLinkUp) return;
    this.isLinkUp = false;
    this.#options.changed();
  }
}
