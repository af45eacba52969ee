/**
 * The PHY inside the 82540EM, a Marvell 88E1011, and the MDI register that leads to it.
 * 8254x SDM 8.6.2, 11.1, 13.4.7; IEEE 802.3 clauses 22 (management) and 28, 40 (negotiation).
 *
 * The far end advertises every speed, full and half duplex, and symmetric PAUSE.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Interrupts } from './interrupts';
import { ICR, MDIC, MdicOp, R, Speed } from './registers';
import { Timer } from './timer';

/** The registers by their names in 13.4.7.1. */
const Register = {
  PCTRL: 0,
  PSTATUS: 1,
  PID1: 2,
  PID2: 3,
  PANA: 4,
  PLPA: 5,
  PANE: 6,
  PNPT: 7,
  PGCON: 9,
  PGSTAT: 10,
  PESTATUS: 15,
  PSCON: 16,
  PSSTAT: 17,
  PINTE: 18,
  PINTS: 19,
  PESCON1: 20,
} as const;
const REGISTER_COUNT = 32;

const PCTRL = {
  RESET: 0x8000,
  LOOPBACK: 0x4000,
  SPEED_LOW: 0x2000,
  AN_ENABLE: 0x1000,
  POWER_DOWN: 0x0800,
  ISOLATE: 0x0400,
  AN_RESTART: 0x0200,
  FULL_DUPLEX: 0x0100,
  COLLISION_TEST: 0x0080,
  SPEED_HIGH: 0x0040,
} as const;
const PSTATUS = { AN_COMPLETE: 0x0020, LINK: 0x0004 } as const;
const PANE = { PAGE_RECEIVED: 0x0002, PARTNER_NEGOTIATES: 0x0001 } as const;
const PSSTAT = {
  SPEED_SHIFT: 14,
  FULL_DUPLEX: 0x2000,
  PAGE_RECEIVED: 0x1000,
  RESOLVED: 0x0800,
  LINK: 0x0400,
} as const;
/** Of PINTE and PINTS. */
const PINT = { AN_COMPLETE: 0x0800, LINK_CHANGED: 0x0400 } as const;

/** Advertised by PANA (bits 8:5) and PGCON (bits 9:8), best first (IEEE 802.3 28B.3). */
const ABILITIES = [
  { register: Register.PGCON, mask: 0x0200, speed: Speed.MBPS_1000, isFullDuplex: true },
  { register: Register.PGCON, mask: 0x0100, speed: Speed.MBPS_1000, isFullDuplex: false },
  { register: Register.PANA, mask: 0x0100, speed: Speed.MBPS_100, isFullDuplex: true },
  { register: Register.PANA, mask: 0x0080, speed: Speed.MBPS_100, isFullDuplex: false },
  { register: Register.PANA, mask: 0x0040, speed: Speed.MBPS_10, isFullDuplex: true },
  { register: Register.PANA, mask: 0x0020, speed: Speed.MBPS_10, isFullDuplex: false },
] as const;

/** After a hardware reset; registers that are not here are 0. */
const RESET_VALUES = createResetValues();
/** Bits that a write changes; registers that are not here are read-only. */
const WRITE_MASKS = createWriteMasks();

/** The far end's base page: acknowledged, PAUSE, and all of 10 and 100 Mb/s. */
const PARTNER_ABILITY = 0x45e1;
/** Both receivers good, and the far end capable of 1000 Mb/s in full and half duplex. */
const PARTNER_GIGABIT = 0x3c00;
/** The one address that the PHY answers to (13.4.7, PHYADD). */
const PHY_ADDRESS = 1;
/** 64 periods of the management clock at its fastest, 2.5 MHz (IEEE 802.3 22.2.2.11, 22.2.4.5). */
const MDI_CYCLE_NS = 25_600;
/** Break-link time and the exchange of pages, about the middle of what IEEE 802.3 28.3.2 allows. */
const NEGOTIATION_NS = 1_800_000_000;

function createResetValues(): Uint16Array {
  const values = new Uint16Array(REGISTER_COUNT);
  values[Register.PCTRL] = PCTRL.AN_ENABLE | PCTRL.FULL_DUPLEX | PCTRL.SPEED_HIGH;
  values[Register.PSTATUS] = 0x7949;
  values[Register.PID1] = 0x0141;
  values[Register.PID2] = 0x0c20;
  values[Register.PANA] = 0x0de1;
  values[Register.PANE] = 0x0004;
  values[Register.PNPT] = 0x2001;
  values[Register.PGCON] = 0x0e00;
  values[Register.PESTATUS] = 0x3000;
  values[Register.PSCON] = 0x0360;
  values[Register.PESCON1] = 0x0d60;
  return values;
}

function createWriteMasks(): Uint16Array {
  const masks = new Uint16Array(REGISTER_COUNT);
  masks[Register.PCTRL] = 0x7dc0;
  masks[Register.PANA] = 0xafff;
  masks[Register.PNPT] = 0xb7ff;
  masks[Register.PGCON] = 0xff00;
  masks[Register.PSCON] = 0xffff;
  masks[Register.PINTE] = 0xffff;
  masks[Register.PESCON1] = 0xffff;
  return masks;
}

export class Phy {
  isLinkUp = false;
  speed: number = Speed.MBPS_1000;
  isFullDuplex = true;
  readonly #mac: RegisterValues;
  readonly #interrupts: Interrupts;
  readonly #wire: WirePort;
  readonly #changed: () => void;
  readonly #regs = RESET_VALUES.slice();
  readonly #negotiation: Timer;
  readonly #cycle: Timer;
  /** The link has been down since PSTATUS was last read (IEEE 802.3 22.2.4.2.13). */
  #isLinkLatchedDown = true;
  /** CTRL.PHY_RST holds it in reset. */
  #isHeld = false;

  /** `changed` is called when the link comes up, goes down, or loopback is switched. */
  constructor(
    mac: RegisterValues,
    clock: ClockPort,
    interrupts: Interrupts,
    wire: WirePort,
    changed: () => void,
  ) {
    this.#mac = mac;
    this.#interrupts = interrupts;
    this.#wire = wire;
    this.#changed = changed;
    this.#negotiation = new Timer(clock, () => this.#linkUp());
    this.#cycle = new Timer(clock, () => this.#endCycle());
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
    if (this.#wire.hasLink) this.#linkUp();
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
    if (isOff || !this.#wire.hasLink) this.#negotiation.stop();
    else this.#negotiation.start(NEGOTIATION_NS);
  }

  /** MDIC was written (13.4.7). */
  writeMdic(value: number): void {
    this.#mac[R.MDIC] = value & ~(MDIC.R | MDIC.E);
    const op = value & MDIC.OP;
    if ((value & MDIC.R) === 0 && (op === MdicOp.READ || op === MdicOp.WRITE))
      this.#cycle.start(MDI_CYCLE_NS);
  }

  #endCycle(): void {
    const mac = this.#mac;
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
    if ((value & MDIC.I) !== 0) this.#interrupts.raise(ICR.MDAC);
  }

  #read(register: number): number {
    const regs = this.#regs;
    const value = regs[register];
    if (register === Register.PSTATUS) {
      const isUp = !this.#isLinkLatchedDown;
      this.#isLinkLatchedDown = !this.isLinkUp;
      return isUp ? value | PSTATUS.LINK : value & ~PSTATUS.LINK;
    }
    if (register === Register.PINTS) regs[register] = 0;
    if (register === Register.PANE) regs[register] &= ~PANE.PAGE_RECEIVED;
    return value;
  }

  #write(register: number, value: number): void {
    const regs = this.#regs;
    const mask = WRITE_MASKS[register];
    const before = regs[register];
    regs[register] = (before & ~mask) | (value & mask);
    if (register === Register.PCTRL) this.#control(value, before);
  }

  /** A software reset keeps what was set, and makes it take effect (11.1.3). */
  #control(value: number, before: number): void {
    const isReset = (value & PCTRL.RESET) !== 0;
    const isRestarted = (value & PCTRL.AN_RESTART) !== 0;
    if (isReset || isRestarted || ((value ^ before) & PCTRL.POWER_DOWN) !== 0) this.renegotiate();
    if (((value ^ before) & PCTRL.LOOPBACK) !== 0) this.#changed();
  }

  #linkUp(): void {
    const regs = this.#regs;
    if ((regs[Register.PCTRL] & PCTRL.AN_ENABLE) !== 0) {
      const ability = ABILITIES.find(({ register, mask }) => (regs[register] & mask) !== 0);
      // Nothing in common: the negotiation goes on without end.
      if (ability === undefined) return;
      this.speed = ability.speed;
      this.isFullDuplex = ability.isFullDuplex;
      regs[Register.PSTATUS] |= PSTATUS.AN_COMPLETE;
      regs[Register.PLPA] = PARTNER_ABILITY;
      regs[Register.PANE] |= PANE.PAGE_RECEIVED | PANE.PARTNER_NEGOTIATES;
      regs[Register.PGSTAT] = PARTNER_GIGABIT;
    } else {
      const control = regs[Register.PCTRL];
      if ((control & PCTRL.SPEED_HIGH) !== 0) this.speed = Speed.MBPS_1000;
      else this.speed = (control & PCTRL.SPEED_LOW) !== 0 ? Speed.MBPS_100 : Speed.MBPS_10;
      this.isFullDuplex = (control & PCTRL.FULL_DUPLEX) !== 0;
    }
    this.isLinkUp = true;
    regs[Register.PSSTAT] =
      (this.speed << PSSTAT.SPEED_SHIFT) |
      (this.isFullDuplex ? PSSTAT.FULL_DUPLEX : 0) |
      PSSTAT.PAGE_RECEIVED |
      PSSTAT.RESOLVED |
      PSSTAT.LINK;
    this.#interrupt(PINT.LINK_CHANGED | PINT.AN_COMPLETE);
    this.#changed();
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
    this.#changed();
  }

  #interrupt(causes: number): void {
    this.#regs[Register.PINTS] |= causes;
    if ((this.#regs[Register.PINTS] & this.#regs[Register.PINTE]) !== 0)
      this.#interrupts.raise(ICR.PHYINT);
  }
}
