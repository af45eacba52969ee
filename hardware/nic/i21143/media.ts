/**
 * What lies between the MAC and the jack: the 10BASE-T transceiver of the SIA, with NWay; the SYM
 * port with its scrambler, for 100BASE-TX; and the MII port with a PHY. CSR6 chooses the port. HRM,
 * CSR6 (table of port and data rate selection), CSR12 to CSR15; IEEE 802.3 clauses 14
 * and 28.
 *
 * The jack is one, and every port leads to it. Nothing is at the AUI. The far end negotiates, and
 * where this end does not, it finds the speed by what it hears (28.2.3.1).
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { bestAbility, partnerPage } from '../mii';
import { Timer } from '../timer';
import type { Interrupts } from './interrupts';
import type { Phy } from './phy';
import { CSR12, CSR13, CSR14, CSR15, CSR5, CSR6, R } from './registers';

export const Port = { SRL: 0, SYM: 1, MII: 2 } as const;
export type Port = (typeof Port)[keyof typeof Port];

/** CSR12<14:12>. */
const Ans = {
  DISABLED: 0,
  TRANSMIT_DISABLED: 1,
  ABILITY: 2,
  ACKNOWLEDGE: 3,
  COMPLETE: 4,
  GOOD: 5,
  CHECK: 6,
};
const ANS_SHIFT = 12;
/** What follows a state, and after how long; about the middle of what 28.3.2 allows. */
const NEXT: Readonly<Record<number, { readonly state: number; readonly afterNs: number }>> = {
  [Ans.TRANSMIT_DISABLED]: { state: Ans.ABILITY, afterNs: 1_350_000_000 },
  [Ans.ABILITY]: { state: Ans.ACKNOWLEDGE, afterNs: 50_000_000 },
  [Ans.ACKNOWLEDGE]: { state: Ans.COMPLETE, afterNs: 50_000_000 },
  [Ans.COMPLETE]: { state: Ans.CHECK, afterNs: 50_000_000 },
  [Ans.CHECK]: { state: Ans.GOOD, afterNs: 300_000_000 },
};
/** Seven link pulses, one every 16 ms (14.2.1.7). */
const LINK_TEST_NS = 112_000_000;
/** 24.3.4.2, stabilize timer. */
const STABILIZE_NS = 1_000_000;
/** A base page's bit for 10BASE-T; full duplex and 100BASE-T lie above. */
const ABILITY_10T = 0x0020;
const ABILITY_10T_FD = 0x0040;
const ABILITY_100_SHIFT = 7;
/** CSR14.THX, TXF and T4 as they follow each other. */
const CSR14_100_SHIFT = 16;
const LPC_SHIFT = 16;
const CLEARABLE = CSR12.MRA | CSR12.ARA | CSR12.TRA;

export interface MediaPorts {
  readonly clock: ClockPort;
  readonly wire: WirePort;
  readonly interrupts: Interrupts;
  readonly phy: Phy;
  /** The fastest that the far end can do. */
  readonly linkMbps: number;
}

export class Media {
  readonly #regs: RegisterValues;
  readonly #ports: MediaPorts;
  readonly #negotiation: Timer;
  readonly #link10: Timer;
  readonly #link100: Timer;

  constructor(regs: RegisterValues, ports: MediaPorts) {
    this.#regs = regs;
    this.#ports = ports;
    this.#negotiation = new Timer(ports.clock, () => this.#negotiate(NEXT[this.#ans].state));
    this.#link10 = new Timer(ports.clock, () => this.#link10Up());
    this.#link100 = new Timer(ports.clock, () => this.#setLink100(true));
  }

  get port(): Port {
    const mode = this.#regs[R.CSR6];
    if ((mode & CSR6.PS) === 0) return Port.SRL;
    return (mode & CSR6.PCS) !== 0 ? Port.SYM : Port.MII;
  }

  get mbps(): 10 | 100 {
    const { port } = this;
    if (port !== Port.MII) return port === Port.SRL ? 10 : 100;
    const { phy } = this.#ports;
    if (phy.isLinkUp) return phy.mbps;
    return (this.#regs[R.CSR6] & CSR6.TTM) !== 0 ? 10 : 100;
  }

  /** Whether frames can come and go through the port that CSR6 chooses. */
  get isLinkUp(): boolean {
    const { port } = this;
    if (port === Port.MII) return this.#ports.phy.isLinkUp;
    const status = this.#regs[R.CSR12];
    if (port === Port.SYM) return (status & CSR12.LS100) === 0;
    return (status & CSR12.LS10) === 0 || (this.#isSiaOnTp && !this.#tests && this.#hears10);
  }

  /** The registers have their reset values: no link is known, and NWay is off. */
  reset(): void {
    this.#negotiation.stop();
    this.#link10.stop();
    this.#link100.stop();
  }

  /** A frame was received: the port tells of its activity. */
  frameReceived(): void {
    const { port } = this;
    if (port === Port.MII) this.#regs[R.CSR12] |= CSR12.MRA;
    else if (port === Port.SRL) this.#regs[R.CSR12] |= CSR12.TRA;
  }

  /** CSR12 was written: activity is cleared, and 001 in ANS starts the negotiation anew. */
  writeStatus(value: number): void {
    const regs = this.#regs;
    regs[R.CSR12] &= ~(value & CLEARABLE);
    if ((value & CSR12.ANS) >>> ANS_SHIFT === Ans.TRANSMIT_DISABLED && this.#negotiates)
      this.#restart();
  }

  /** CSR13 or CSR14 was written: the SIA may have come out of its reset, NWay been turned on. */
  siaWritten(): void {
    if (!this.#negotiates) this.#negotiate(Ans.DISABLED);
    else if (this.#ans === Ans.DISABLED) this.#restart();
    this.update();
  }

  /** The far end's link came up or went down. */
  linkChanged(hasLink: boolean): void {
    if (this.#negotiates) {
      if (hasLink && this.#ans === Ans.ABILITY) this.#negotiate(Ans.ABILITY);
      else if (!hasLink && (this.#ans !== Ans.GOOD || this.port === Port.SRL)) this.#restart();
    }
    this.update();
  }

  /** Brings LS10 and LS100 on the way to what the registers and the wire make them. */
  update(): void {
    const status = this.#regs[R.CSR12];
    const hears10 = this.#isSiaOnTp && this.#hears10 && this.#tests;
    if (!hears10) this.#link10Down();
    else if ((status & CSR12.LS10) !== 0 && !this.#link10.isRunning)
      this.#link10.start(LINK_TEST_NS);
    if (!this.#hears100) {
      this.#link100.stop();
      this.#setLink100(false);
    } else if ((status & CSR12.LS100) !== 0 && !this.#link100.isRunning) {
      this.#link100.start(STABILIZE_NS);
    }
  }

  get #ans(): number {
    return (this.#regs[R.CSR12] & CSR12.ANS) >>> ANS_SHIFT;
  }

  get #isSiaOnTp(): boolean {
    return (this.#regs[R.CSR13] & (CSR13.SRL | CSR13.AUI)) === CSR13.SRL;
  }

  get #negotiates(): boolean {
    return (this.#regs[R.CSR14] & CSR14.ANE) !== 0 && this.#isSiaOnTp;
  }

  /** Whether the 10BASE-T link test is on; if not, the link counts as good. */
  get #tests(): boolean {
    return (this.#regs[R.CSR14] & CSR14.LTE) !== 0;
  }

  /** Whether 10BASE-T comes from the far end, which does what it has found here. */
  get #hears10(): boolean {
    if (!this.#ports.wire.hasLink || this.port !== Port.SRL) return false;
    if ((this.#regs[R.CSR15] & CSR15.FLF) !== 0) return false;
    if (!this.#negotiates) return true;
    return this.#ans === Ans.GOOD && this.#common?.mbps === 10;
  }

  get #hears100(): boolean {
    const mode = this.#regs[R.CSR6];
    const isOn = this.port === Port.SYM && (mode & CSR6.SCR) !== 0;
    return isOn && this.#ports.wire.hasLink && this.#ports.linkMbps >= 100;
  }

  /** What CSR14 and CSR6.FD advertise. */
  get #advertised(): number {
    const control = this.#regs[R.CSR14];
    let page = (control & (CSR14.THX | CSR14.TXF | CSR14.T4)) >>> CSR14_100_SHIFT;
    page <<= ABILITY_100_SHIFT;
    if ((control & CSR14.TH) !== 0) page |= ABILITY_10T;
    if ((this.#regs[R.CSR6] & CSR6.FD) !== 0) page |= ABILITY_10T_FD;
    return page;
  }

  get #common() {
    return bestAbility(this.#advertised, partnerPage(this.#ports.linkMbps));
  }

  #restart(): void {
    this.#regs[R.CSR12] &= ~(CSR12.LPN | CSR12.LPC);
    this.#negotiate(Ans.TRANSMIT_DISABLED);
    this.update();
  }

  /** Enters a state, and waits for the next if there is one to come. */
  #negotiate(state: number): void {
    const regs = this.#regs;
    regs[R.CSR12] = (regs[R.CSR12] & ~CSR12.ANS) | (state << ANS_SHIFT);
    this.#negotiation.stop();
    if (state === Ans.GOOD) {
      this.#complete();
      return;
    }
    // Without a far end no link pulses come, and with nothing in common no link.
    const waits = state === Ans.ABILITY && (!this.#ports.wire.hasLink || !this.#common);
    const next = NEXT[state] as (typeof NEXT)[number] | undefined;
    if (next !== undefined && !waits) this.#negotiation.start(next.afterNs);
  }

  #complete(): void {
    const page = partnerPage(this.#ports.linkMbps);
    this.#regs[R.CSR12] |= CSR12.LPN | (page << LPC_SHIFT);
    // 10BASE-T was checked on the way (28.3.1, FLP link good check).
    if (this.#hears10) this.#regs[R.CSR12] &= ~CSR12.LS10;
    this.#ports.interrupts.raise(CSR5.LNP_ANC);
  }

  #link10Up(): void {
    this.#regs[R.CSR12] &= ~CSR12.LS10;
    this.#ports.interrupts.raise(CSR5.LNP_ANC);
  }

  #link10Down(): void {
    this.#link10.stop();
    if ((this.#regs[R.CSR12] & CSR12.LS10) !== 0) return;
    this.#regs[R.CSR12] |= CSR12.LS10;
    if (this.port === Port.SRL) this.#ports.interrupts.raise(CSR5.LNF);
  }

  #setLink100(isUp: boolean): void {
    const regs = this.#regs;
    if (((regs[R.CSR12] & CSR12.LS100) === 0) === isUp) return;
    regs[R.CSR12] ^= CSR12.LS100;
    this.#ports.interrupts.raise(CSR5.LC);
  }
}
