/**
 * The 10BASE-T transceiver inside the Am79C970A. Am79C970A data sheet (publication 19436), Twisted
 * Pair Transceiver; IEEE 802.3 14.2.1.7 for the link integrity test. It negotiates nothing.
 */
import type { ClockPort } from '../../clock';
import type { WirePort } from '../../ports';
import { Timer } from '../timer';
import type { Link } from './link';

/** Five link pulses, 16 ms apart: of the two to ten that IEEE 802.3 14.2.1.7 allows. */
const LINK_TEST_NS = 80_000_000;

export class Transceiver implements Link {
  isUp = false;
  readonly isFullDuplex = false;
  readonly mbps = 10;
  readonly #wire: WirePort;
  readonly #changed: () => void;
  readonly #test: Timer;

  /** `changed` is called when the link comes up or goes down. */
  constructor(clock: ClockPort, wire: WirePort, changed: () => void) {
    this.#wire = wire;
    this.#changed = changed;
    this.#test = new Timer(clock, () => this.#set(true));
  }

  powerOn(): void {
    this.#test.stop();
    this.isUp = this.#wire.hasLink;
  }

  linkChanged(hasLink: boolean): void {
    this.#test.stop();
    if (!hasLink) this.#set(false);
    else if (!this.isUp) this.#test.start(LINK_TEST_NS);
  }

  #set(isUp: boolean): void {
    if (isUp === this.isUp) return;
    this.isUp = isUp;
    this.#changed();
  }
}
