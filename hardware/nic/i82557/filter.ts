/**
 * Which frames the receiver takes: the individual address, the multicast hash, broadcasts, and the
 * configured exceptions. 8255x SDM 6.4.2.2 (individual address setup), 6.4.2.4 (multicast setup),
 * 6.4.2.3 (bytes 15, 20, 21), 6.4.3.3.
 */
import { ADDRESS_BYTES } from '../ethernet';
import type { Configuration } from './configuration';

/** How a frame came through. */
export const Match = {
  NONE: 0,
  INDIVIDUAL: 1,
  /** As a broadcast, or by the hash. */
  GROUP: 2,
  /** Only because the device is promiscuous. */
  PROMISCUOUS: 3,
} as const;
export type Match = (typeof Match)[keyof typeof Match];

/** The U/L bit in the first byte of an address. */
const LOCAL = 0x02;
const POLYNOMIAL = 0x04c1_1db7;

export class AddressFilter {
  /** The individual address. */
  readonly address = new Uint8Array(ADDRESS_BYTES);
  /** The 64 bits of the hash table. */
  readonly #table = new Uint8Array(8);
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  reset(address: Uint8Array): void {
    this.address.set(address);
    this.clearMulticast();
  }

  clearMulticast(): void {
    this.#table.fill(0);
  }

  /** Lets the address at `offset` of `list`, and all with its hash, pass. */
  addMulticast(list: Uint8Array, offset: number): void {
    const index = hashIndex(list, offset);
    this.#table[index >>> 3] |= 1 << (index & 7);
  }

  /** Looks at the destination, with which `frame` begins. */
  match(frame: Uint8Array): Match {
    const configuration = this.#configuration;
    if (this.#isIndividual(frame)) return Match.INDIVIDUAL;
    if ((frame[0] & 1) !== 0) {
      if (isBroadcast(frame)) {
        if (!configuration.isBroadcastDisabled) return Match.GROUP;
      } else if (configuration.takesAllMulticast || this.#isInTable(frame)) return Match.GROUP;
    } else if (configuration.hasMultipleIa && this.#isInTable(frame)) return Match.GROUP;
    return configuration.isPromiscuous ? Match.PROMISCUOUS : Match.NONE;
  }

  #isIndividual(frame: Uint8Array): boolean {
    const { address } = this;
    const ignored = this.#configuration.ignoresUniversalLocal ? LOCAL : 0;
    return (
      ((frame[0] ^ address[0]) & ~ignored) === 0 &&
      frame[1] === address[1] &&
      frame[2] === address[2] &&
      frame[3] === address[3] &&
      frame[4] === address[4] &&
      frame[5] === address[5]
    );
  }

  #isInTable(frame: Uint8Array): boolean {
    const index = hashIndex(frame, 0);
    return (this.#table[index >>> 3] & (1 << (index & 7))) !== 0;
  }
}

/** Bits 7:2 of the CRC of an address, the register shifted left as IEEE 802.3 3.2.9 draws it. */
function hashIndex(bytes: Uint8Array, offset: number): number {
  let crc = -1;
  for (let index = offset; index < offset + ADDRESS_BYTES; index++)
    for (let bit = 0; bit < 8; bit++) {
      const feedback = (crc >>> 31) ^ ((bytes[index] >>> bit) & 1);
      crc = (crc << 1) ^ (feedback === 1 ? POLYNOMIAL : 0);
    }
  return (crc >>> 2) & 0x3f;
}

export function isBroadcast(frame: Uint8Array): boolean {
  return (frame[0] & frame[1] & frame[2] & frame[3] & frame[4] & frame[5]) === 0xff;
}
