/**
 * The PHY inside the 82540EM, a Marvell 88E1011, and the MDI register that leads to it.
 * 8254x SDM 8.6.2, 11.1, 13.4.7; IEEE 802.3 clauses 22 (management) and 28, 40 (negotiation).
 *
 * The far end advertises every speed up to its fastest, full and half duplex, and symmetric PAUSE.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { MDI_CYCLE_NS, NEGOTIATION_NS, partnerPage } from '../mii';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import {
  IS_MODELLED,
  PANA,
  PANE,
  PCTRL,
  PGCON,
  PGSTAT,
  PINT,
  PSSTAT,
  PSTATUS,
  Register,
  RESET_VALUES,
  WRITE_MASKS,
} from './phy-registers';
import { ICR, MDIC, MdicOp, R, Speed } from './registers';

/** What is advertised by PANA and PGCON, best first (IEEE 802.3 28B.3). */
const ABILITIES = [
  { register: 'PGCON', mask: PGCON.FULL_1000, speed: Speed.MBPS_1000, isFullDuplex: true },
  { register: 'PGCON', mask: PGCON.HALF_1000, speed: Speed.MBPS_1000, isFullDuplex: false },
  { register: 'PANA', mask: PANA.FULL_100, speed: Speed.MBPS_100, isFullDuplex: true },
  { register: 'PANA', mask: PANA.HALF_100, speed: Speed.MBPS_100, isFullDuplex: false },
  { register: 'PANA', mask: PANA.FULL_10, speed: Speed.MBPS_10, isFullDuplex: true },
  { register: 'PANA', mask: PANA.HALF_10, speed: Speed.MBPS_10, isFullDuplex: false },
] as const;

const FASTEST = { 10: Speed.MBPS_10, 100: Speed.MBPS_100, 1000: Speed.MBPS_1000 } as const;
/** The one address that the PHY answers to (13.4.7, PHYADD). */
const PHY_ADDRESS = 1;
/** PSSTAT.SPEED has the encoding of CTRL.SPEED. */
const PSSTAT_SPEED_SHIFT = 14;

export interface PhyPorts {
  /** The MAC's registers, for MDIC. */
  readonly mac: RegisterValues;
  readonly clock: ClockPort;
  readonly interrupts: Interrupts;
  readonly wire: WirePort;
  /** The fastest that the far end can do. */
  readonly linkMbps: 10 | 100 | 1000;
  /** Called when the link comes up, goes down, or loopback is switched. */
  changed(): void;
  /** Told the register of each access to what is not modelled. */
  onUnmodelled(name: string): void;
}

export class Phy {
  isLinkUp = false;
  speed: number = Speed.MBPS_1000;
  isFullDuplex = true;
  readonly #ports: PhyPorts;
  readonly #regs = RESET_VALUES.slice();
  readonly #negotiation: Timer;
  readonly #cycle: Timer;
  /** The fastest that the far end can do. */
  readonly #partnerSpeed: number;
  /** The link has been down since PSTATUS was last read (IEEE 802.3 22.2.4.2.13). */
  #isLinkLatchedDown = true;
  /** CTRL.PHY_RST holds it in reset. */
  #isHeld = false;

  constructor(ports: PhyPorts) {
    this.#ports = ports;
    this.#partnerSpeed = FASTEST[ports.linkMbps];
    this.#negotiation = new Timer(ports.clock, () => this.#linkUp());
    this.#cycle = new Timer(ports.clock, () => this.#endCycle());
  }

  get isLoopback(): boolean {
    return (this.#regs[Register.PCTRL] & PCTRL.LOOPBACK) !== 0;
  }

  /** The state a while after power-on: with a cable in, negotiation is over. */
  powerOn(): void {
    this.#regs.set(RESET_VALUES);
    this.#cycle.stop();
    this.#negotiation.stop();
    this.#isHeld = false;
    this.isLinkUp = false;
    this.#isLinkLatchedDown = true;
    if (this.#ports.wire.hasLink) this.#linkUp();
  }

  /** The MAC was reset (CTRL.RST): only a management cycle under way is lost. */
  resetMac(): void {
    this.#cycle.stop();
  }

  /** CTRL.PHY_RST: a hardware reset for as long as it is set (13.4.1). */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#regs.set(RESET_VALUES);
    this.renegotiate();
  }

  linkChanged(hasLink: boolean): void {
    if (hasLink !== this.isLinkUp || this.#negotiation.isRunning) this.renegotiate();
  }

  /** Takes the link down, and brings it up in a while if there is a far end (11.1.1). */
  renegotiate(): void {
    this.#linkDown();
    const isOff = this.#isHeld || (this.#regs[Register.PCTRL] & PCTRL.POWER_DOWN) !== 0;
    if (isOff || !this.#ports.wire.hasLink) this.#negotiation.stop();
    else this.#negotiation.start(NEGOTIATION_NS);
  }

  /** MDIC was written (13.4.7). */
  writeMdic(value: number): void {
    this.#ports.mac[R.MDIC] = value & ~(MDIC.R | MDIC.E);
    const op = value & MDIC.OP;
    if ((value & MDIC.R) === 0 && (op === MdicOp.READ || op === MdicOp.WRITE))
      this.#cycle.start(MDI_CYCLE_NS);
  }

  #endCycle(): void {
    const { mac, interrupts } = this.#ports;
    const value = mac[R.MDIC];
    const register = (value & MDIC.REGADD) >>> 16;
    const isRead = (value & MDIC.OP) === MdicOp.READ;
    const isAnswered = (value & MDIC.PHYADD) >>> 21 === PHY_ADDRESS && !this.#isHeld;
    let result = value | MDIC.R;
    if (!isAnswered) {
      // Nobody drives the wire: ones, and the error bit.
      result |= MDIC.E | (isRead ? MDIC.DATA : 0);
    } else if (isRead) {
      result = (result & ~MDIC.DATA) | this.#read(register);
    } else {
      this.#write(register, value & MDIC.DATA);
    }
    mac[R.MDIC] = result;
    if ((value & MDIC.I) !== 0) interrupts.raise(ICR.MDAC);
  }

  #read(register: number): number {
    const regs = this.#regs;
    const value = regs[register];
    if (IS_MODELLED[register] === 0) this.#reportUnmodelled(register);
    if (register === Register.PSTATUS) {
      const isUp = !this.#isLinkLatchedDown;
      this.#isLinkLatchedDown = !this.isLinkUp;
      return isUp ? value | PSTATUS.LINK : value & ~PSTATUS.LINK;
    }
    if (register === Register.PINTS) regs[register] = 0; // cleared by the read
    if (register === Register.PANE) regs[register] &= ~PANE.PAGE_RECEIVED;
    return value;
  }

  #write(register: number, value: number): void {
    const regs = this.#regs;
    const mask = WRITE_MASKS[register];
    const before = regs[register];
    if (IS_MODELLED[register] === 0) this.#reportUnmodelled(register);
    regs[register] = (before & ~mask) | (value & mask);
    if (register === Register.PCTRL) this.#control(value, before);
  }

  /** A software reset keeps what was set, and makes it take effect (11.1.3). */
  #control(value: number, before: number): void {
    const isReset = (value & PCTRL.RESET) !== 0;
    const isRestarted = (value & PCTRL.AN_RESTART) !== 0;
    if (isReset || isRestarted || ((value ^ before) & PCTRL.POWER_DOWN) !== 0) this.renegotiate();
    if (((value ^ before) & PCTRL.LOOPBACK) !== 0) this.#ports.changed();
  }

  #reportUnmodelled(register: number): void {
    this.#ports.onUnmodelled(`PHY register ${register}`);
  }

  #linkUp(): void {
    const regs = this.#regs;
    const { speed, isFullDuplex } = this;
    const isNegotiated = (regs[Register.PCTRL] & PCTRL.AN_ENABLE) !== 0;
    if (!(isNegotiated ? this.#negotiate() : this.#force())) return;
    this.isLinkUp = true;
    regs[Register.PSSTAT] =
      (this.speed << PSSTAT_SPEED_SHIFT) |
      (this.isFullDuplex ? PSSTAT.FULL_DUPLEX : 0) |
      (isNegotiated ? PSSTAT.PAGE_RECEIVED : 0) |
      PSSTAT.RESOLVED |
      PSSTAT.LINK;
    let causes: number = PINT.LINK_CHANGED;
    if (isNegotiated) causes |= PINT.AN_COMPLETE | PINT.PAGE_RECEIVED;
    if (this.speed !== speed) causes |= PINT.SPEED_CHANGED;
    if (this.isFullDuplex !== isFullDuplex) causes |= PINT.DUPLEX_CHANGED;
    this.#interrupt(causes);
    this.#ports.changed();
  }

  /** The best that both ends can do. False if they have nothing in common: it goes on forever. */
  #negotiate(): boolean {
    const regs = this.#regs;
    const partnerSpeed = this.#partnerSpeed;
    const ability = ABILITIES.find(
      ({ register, mask, speed }) =>
        speed <= partnerSpeed && (regs[Register[register]] & mask) !== 0,
    );
    if (ability === undefined) return false;
    this.speed = ability.speed;
    this.isFullDuplex = ability.isFullDuplex;
    regs[Register.PSTATUS] |= PSTATUS.AN_COMPLETE;
    regs[Register.PLPA] = partnerPage(this.#ports.linkMbps);
    regs[Register.PANE] |= PANE.PAGE_RECEIVED | PANE.PARTNER_NEGOTIATES;
    if (partnerSpeed === Speed.MBPS_1000)
      regs[Register.PGSTAT] =
        PGSTAT.LOCAL_RECEIVER_OK |
        PGSTAT.REMOTE_RECEIVER_OK |
        PGSTAT.PARTNER_FULL_1000 |
        PGSTAT.PARTNER_HALF_1000;
    return true;
  }

  /** What PCTRL says. False if the far end, which detects the speed, cannot do it. */
  #force(): boolean {
    const control = this.#regs[Register.PCTRL];
    if ((control & PCTRL.SPEED_HIGH) !== 0) this.speed = Speed.MBPS_1000;
    else this.speed = (control & PCTRL.SPEED_LOW) !== 0 ? Speed.MBPS_100 : Speed.MBPS_10;
    this.isFullDuplex = (control & PCTRL.FULL_DUPLEX) !== 0;
    return this.speed <= this.#partnerSpeed;
  }

  #linkDown(): void {
    const regs = this.#regs;
    regs[Register.PSTATUS] &= ~PSTATUS.AN_COMPLETE;
    regs[Register.PLPA] = 0;
    regs[Register.PANE] = RESET_VALUES[Register.PANE];
    regs[Register.PGSTAT] = 0;
    regs[Register.PSSTAT] = 0;
    this.#isLinkLatchedDown = true;
    if (!this.isLinkUp) return;
    this.isLinkUp = false;
    this.#interrupt(PINT.LINK_CHANGED);
    this.#ports.changed();
  }

  #interrupt(causes: number): void {
    this.#regs[Register.PINTS] |= causes;
    if ((this.#regs[Register.PINTS] & this.#regs[Register.PINTE]) !== 0)
      this.#ports.interrupts.raise(ICR.PHYINT);
  }
}
