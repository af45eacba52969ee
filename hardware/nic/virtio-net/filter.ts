/**
 * Which frames are received, as commands of the control virtqueue set it (Virtio 1.0, 5.1.6.5.1 to
 * 5.1.6.5.3).
 *
 * After a reset everything is received, for a driver without CTRL_RX could not ask for more than its
 * own address, and 1.0 leaves unwanted frames to chance; QEMU's does the same.
 */
import { ADDRESS_BYTES } from '../ethernet';
import type { Core } from './core';
import { Feature, R } from './registers';

/** VIRTIO_NET_CTRL_RX_, in the order of their commands. */
export const RX_MODES = ['promisc', 'allmulti', 'alluni', 'nomulti', 'nouni', 'nobcast'] as const;
export type RxMode = (typeof RX_MODES)[number];

export const VLAN_COUNT = 4096;
const VLAN_ID = 0x0fff;
const VLAN_TYPE = 0x8100;
const TYPE_OFFSET = 12;
const TAG_OFFSET = 14;
const BROADCAST = 0xffff_ffff_ffff;

export class Filter {
  readonly modes: Record<RxMode, boolean> = createModes();
  /** Of MAC_TABLE_SET; undefined where there were too many, so that all of the kind pass. */
  unicast: ReadonlySet<number> | undefined = new Set();
  multicast: ReadonlySet<number> | undefined = new Set();
  /** By VLAN id, 1 for those that pass; at first with CTRL_VLAN none, without it all. */
  readonly vlans = new Uint8Array(VLAN_COUNT);
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  reset(): void {
    Object.assign(this.modes, createModes());
    this.unicast = new Set();
    this.multicast = new Set();
    this.featuresAccepted();
  }

  /** Driver Features was written, or reset. */
  featuresAccepted(): void {
    this.vlans.fill(this.#core.hasFeature(Feature.CTRL_VLAN) ? 0 : 1);
  }

  passes(frame: Uint8Array, byteCount: number): boolean {
    if (byteCount < ADDRESS_BYTES) return false;
    const { modes } = this;
    if (modes.promisc) return true;
    if (!this.#passesVlan(frame, byteCount)) return false;
    const address = addressAt(frame, 0);
    if (address === BROADCAST) return !modes.nobcast;
    if ((frame[0] & 1) !== 0)
      return !modes.nomulti && (modes.allmulti || (this.multicast?.has(address) ?? true));
    if (modes.nouni) return false;
    return modes.alluni || this.#isOwn(frame) || (this.unicast?.has(address) ?? true);
  }

  #passesVlan(frame: Uint8Array, byteCount: number): boolean {
    const isTagged = byteCount >= TAG_OFFSET + 2 && word(frame, TYPE_OFFSET) === VLAN_TYPE;
    return !isTagged || this.vlans[word(frame, TAG_OFFSET) & VLAN_ID] !== 0;
  }

  #isOwn(frame: Uint8Array): boolean {
    const { regs } = this.#core;
    for (let at = 0; at < ADDRESS_BYTES; at++) if (frame[at] !== regs[R.MAC + at]) return false;
    return true;
  }
}

/** An address as one number. */
export function addressAt(bytes: Uint8Array, at: number): number {
  let address = 0;
  for (let index = 0; index < ADDRESS_BYTES; index++) address = address * 256 + bytes[at + index];
  return address;
}

function createModes(): Record<RxMode, boolean> {
  return {
    promisc: true,
    allmulti: false,
    alluni: false,
    nomulti: false,
    nouni: false,
    nobcast: false,
  };
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}
