/**
 * The 10/100 PHY inside the Am79C973. Am79C973/Am79C975 data sheet (publication 21510), PHY
 * Management Registers; IEEE 802.3 clauses 22 (management) and 28 (negotiation).
 *
 * The far end advertises what it can do up to its speed, full and half duplex, and PAUSE.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import { bestAbility, NEGOTIATION_NS, partnerPage } from '../mii';
import { Timer } from '../timer';
import type { Link } from './link';
import { ANR0, ANR1, ANR24, ANR6, PHY_TABLE } from './phy-registers';
import { Kind } from './indexed-registers';

export class Phy implements Link {
  isUp = false;
  isFullDuplex = false;
  mbps: 10 | 100 = 10;
  readonly #regs = PHY_TABLE.createValues();
  readonly #wire: WirePort;
  readonly #linkMbps: number;
  readonly #partner: number;
  readonly #changed: () => void;
  readonly #report: (name: string) => void;
  readonly #negotiation: Timer;
  /** The link has been down since ANR1 was last read (IEEE 802.3 22.2.4.2.13). */
  #isLinkLatchedDown = true;

  /**
   * @param linkMbps the fastest that the far end can do
   * @param changed called when the link comes up, goes down, or loopback is switched
   * @param report told of a register that is not modelled
   */
  constructor(
    clock: ClockPort,
    wire: WirePort,
    linkMbps: number,
    changed: () => void,
    report: (name: string) => void,
  ) {
    this.#wire = wire;
    this.#linkMbps = linkMbps;
    this.#partner = partnerPage(linkMbps);
    this.#changed = changed;
    this.#report = report;
    this.#negotiation = new Timer(clock, () => this.#linkUp());
  }

  get isLoopback(): boolean {
    return (this.#regs[0] & ANR0.LOOPBACK) !== 0;
  }

  powerOn(): void {
    this.#regs.set(PHY_TABLE.resetValues);
    this.#negotiation.stop();
    this.isUp = false;
    this.#isLinkLatchedDown = true;
    if (this.#wire.hasLink) this.#linkUp();
  }

  linkChanged(hasLink: boolean): void {
    if (hasLink !== this.isUp || this.#negotiation.isRunning) this.#renegotiate();
  }

  /** What a management frame reads from the register of that number. */
  read(number: number): number {
    this.#reportUnmodelled(number);
    const regs = this.#regs;
    const value = regs[number];
    if (number === 6) regs[6] &= ~ANR6.PAGE_RECEIVED;
    if (number !== 1) return value;
    const isUp = !this.#isLinkLatchedDown;
    this.#isLinkLatchedDown = !this.isUp;
    return isUp ? value | ANR1.LINK : value & ~ANR1.LINK;
  }

  write(number: number, value: number): void {
    this.#reportUnmodelled(number);
    const regs = this.#regs;
    const before = regs[number];
    PHY_TABLE.put(regs, number, value);
    if (number === 0) this.#control(value, before);
  }

  /** A reset restores the registers (IEEE 802.3 22.2.4.1.1); AN_RESTART and it clear themselves. */
  #control(value: number, before: number): void {
    const regs = this.#regs;
    if ((value & ANR0.RESET) !== 0) regs.set(PHY_TABLE.resetValues);
    regs[0] &= ~ANR0.AN_RESTART;
    const changedBits = (regs[0] ^ before) & (ANR0.POWER_DOWN | ANR0.ISOLATE | ANR0.AN_ENABLE);
    const forcedBits = (regs[0] ^ before) & (ANR0.SPEED | ANR0.FULL_DUPLEX);
    const isForced = (regs[0] & ANR0.AN_ENABLE) === 0 && forcedBits !== 0;
    const isRestarted = (value & (ANR0.RESET | ANR0.AN_RESTART)) !== 0;
    if (isRestarted || isForced || changedBits !== 0) this.#renegotiate();
    if (((regs[0] ^ before) & ANR0.LOOPBACK) !== 0) this.#changed();
  }

  /** Takes the link down, and brings it up in a while if there is a far end. */
  #renegotiate(): void {
    this.#linkDown();
    const isOff = (this.#regs[0] & (ANR0.POWER_DOWN | ANR0.ISOLATE)) !== 0;
    if (isOff || !this.#wire.hasLink) this.#negotiation.stop();
    else this.#negotiation.start(NEGOTIATION_NS);
  }

  #linkUp(): void {
    const regs = this.#regs;
    if ((regs[0] & ANR0.AN_ENABLE) !== 0) {
      const ability = bestAbility(regs[4], this.#partner);
      // Nothing in common: the negotiation goes on without end.
      if (ability === undefined) return;
      this.mbps = ability.mbps;
      this.isFullDuplex = ability.isFullDuplex;
      regs[1] |= ANR1.AN_COMPLETE;
      regs[5] = this.#partner;
      regs[6] |= ANR6.PAGE_RECEIVED | ANR6.PARTNER_NEGOTIATES;
    } else {
      this.mbps = (regs[0] & ANR0.SPEED) !== 0 ? 100 : 10;
      // A far end of 10 Mb/s does not hear a station forced to 100.
      if (this.mbps > this.#linkMbps) return;
      this.isFullDuplex = (regs[0] & ANR0.FULL_DUPLEX) !== 0;
    }
    this.isUp = true;
    regs[24] =
      ANR24.LINK |
      (this.isFullDuplex ? ANR24.FULL_DUPLEX : 0) |
      (this.mbps === 100 ? ANR24.SPEED : 0);
    this.#changed();
  }

  #linkDown(): void {
    const regs = this.#regs;
    regs[1] &= ~ANR1.AN_COMPLETE;
    regs[5] = 0;
    regs[6] = PHY_TABLE.resetValues[6];
    regs[24] = 0;
    this.#isLinkLatchedDown = true;
    if (!this.isUp) return;
    this.isUp = false;
    this.#changed();
  }

  #reportUnmodelled(number: number): void {
    const kind = PHY_TABLE.kinds[number];
    if (kind === Kind.UNMODELLED) this.#report(`ANR${number}`);
    if (kind === Kind.ABSENT) this.#report(`reserved ANR${number}`);
  }
}
