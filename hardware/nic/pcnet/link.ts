/** The two ways to a cable: the 10BASE-T transceiver and the PHY. */
export interface Link {
  /** Whether frames go over the cable now. */
  readonly isUp: boolean;
  readonly isFullDuplex: boolean;
  readonly mbps: 10 | 100;
  /** The state a while after power-on: with a cable in, the link is up. */
  powerOn(): void;
  /** The far end came or went. */
  linkChanged(hasLink: boolean): void;
}
