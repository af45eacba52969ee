/** What the PHYs have in common. IEEE 802.3 clauses 22 (management) and 28 (negotiation). */

/** 64 periods of the management clock at its fastest, 2.5 MHz (22.2.2.11, 22.2.4.5). */
export const MDI_CYCLE_NS = 25_600;
/** Break-link time and the exchange of pages, about the middle of what 28.3.2 allows. */
export const NEGOTIATION_NS = 1_800_000_000;

/** A base page's selector of IEEE 802.3, acknowledgement, PAUSE, and 10 Mb/s (28.2.1.2, 28B). */
const PAGE_10 = 0x4461;
/** 100BASE-TX, half and full duplex. */
const PAGE_100 = 0x0180;

/** One of the technologies of a base page. */
export interface Ability {
  /** Its bit in an advertisement. */
  readonly mask: number;
  readonly mbps: 10 | 100;
  readonly isFullDuplex: boolean;
}

/** Best first (28B.3). */
const ABILITIES: readonly Ability[] = [
  { mask: 0x0100, mbps: 100, isFullDuplex: true },
  { mask: 0x0080, mbps: 100, isFullDuplex: false },
  { mask: 0x0040, mbps: 10, isFullDuplex: true },
  { mask: 0x0020, mbps: 10, isFullDuplex: false },
];

/** The best of what both ends advertise; undefined if they have nothing in common. */
export function bestAbility(advertised: number, partner: number): Ability | undefined {
  return ABILITIES.find(({ mask }) => (advertised & partner & mask) !== 0);
}

/**
 * The base page of the far end, which can do all up to its fastest, half and full duplex, and
 * symmetric PAUSE.
 */
export function partnerPage(linkMbps: number): number {
  return linkMbps >= 100 ? PAGE_10 | PAGE_100 : PAGE_10;
}
