/**
 * What the card's 93C46 holds and what the chip takes from it. RTL8139C(L) data sheet, chapter 7.
 *
 * The word at 32h is a checksum of which the sheet gives no algorithm. The chip does not look at
 * it, and cards are sold with 0 there.
 */
import { ADDRESS_BYTES } from '../ethernet';
import { toWords } from '../microwire';

/** Where in the 93C46, in bytes. */
const At = {
  SIGNATURE: 0x00,
  VID: 0x02,
  DID: 0x04,
  SVID: 0x06,
  SMID: 0x08,
  MNGNT: 0x0a,
  MXLAT: 0x0b,
  MSRBMCR: 0x0c,
  CONFIG3: 0x0d,
  ETHERNET_ID: 0x0e,
  CONFIG0: 0x14,
  CONFIG1: 0x15,
  PMC: 0x16,
  CONFIG4: 0x19,
  PHY1_PARM: 0x1a,
  PHY2_PARM: 0x1e,
  CONFIG5: 0x1f,
  TW_PARM: 0x20,
} as const;

const SIGNATURE = 0x8129;
const WORD_COUNT = 64;
const EEPROM_BYTES = 2 * WORD_COUNT;
/** Realtek's. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x00, 0xe0, 0x4c, 0x00, 0x00, 0x01);

/**
 * The words of a card as it was sold, but for its address: vendor 10EC, device 8139, grant 32,
 * latency 64, auto-negotiation without flow control, power management with all of D1 to D3.
 */
// prettier-ignore
const CARD_WORDS = [
  0x8129, 0x10ec, 0x8139, 0x10ec, 0x8139, 0x4020, 0xe512, 0x0000,
  0x0000, 0x0000, 0x4d10, 0xf7c2, 0x8801, 0x03b9, 0x60f4, 0x071a,
  0xdfa3, 0x9836, 0xdfa3, 0x9836, 0x03b9, 0x60f4, 0x1a1a, 0x1a1a,
  0x0000, 0x0000, 0x0000, 0x0000, 0x0000, 0x0000, 0x0000, 0x2000,
];

/** What an auto-load takes. */
export interface EepromContents {
  readonly vendorId: number;
  readonly deviceId: number;
  readonly subsystemVendorId: number;
  readonly subsystemId: number;
  readonly minGrant: number;
  readonly maxLatency: number;
  readonly macAddress: Uint8Array;
  /** Bits 7:6 are MSR's; 5, 4 and 0 are BMCR's 13, 12 and 8. */
  readonly msrBmcr: number;
  readonly config0: number;
  readonly config1: number;
  readonly config3: number;
  readonly config4: number;
  readonly config5: number;
  readonly pmc: number;
  readonly phy1Parm: number;
  readonly phy2Parm: number;
  readonly twParm: number;
}

/** The words of a card with this address, or of this image with the address, if there is one. */
export function createWords(macAddress?: Uint8Array, image?: Uint8Array): Uint16Array {
  if (macAddress !== undefined && macAddress.length !== ADDRESS_BYTES)
    throw new RangeError('a MAC address has six bytes');
  if (image !== undefined && image.length !== EEPROM_BYTES)
    throw new RangeError(`no EEPROM of ${image.length} bytes; it has ${EEPROM_BYTES}`);
  const words = image === undefined ? new Uint16Array(WORD_COUNT) : toWords(image);
  if (image === undefined) words.set(CARD_WORDS);
  const address = macAddress ?? (image === undefined ? DEFAULT_MAC_ADDRESS : undefined);
  if (address !== undefined) words.set(toWords(address), At.ETHERNET_ID >>> 1);
  return words;
}

/** What the chip takes from the words; its defaults if the signature is wrong. */
export function loadWords(words: Uint16Array): EepromContents {
  if (words[At.SIGNATURE] !== SIGNATURE) return UNPROGRAMMED;
  const word = (offset: number) => words[offset >>> 1];
  const byte = (offset: number) => (word(offset) >>> (8 * (offset & 1))) & 0xff;
  const dword = (offset: number) => (word(offset) | (word(offset + 2) << 16)) >>> 0;
  const address = Array.from({ length: ADDRESS_BYTES }, (_, at) => byte(At.ETHERNET_ID + at));
  return {
    vendorId: word(At.VID),
    deviceId: word(At.DID),
    subsystemVendorId: word(At.SVID),
    subsystemId: word(At.SMID),
    minGrant: byte(At.MNGNT),
    maxLatency: byte(At.MXLAT),
    macAddress: Uint8Array.from(address),
    msrBmcr: byte(At.MSRBMCR),
    config0: byte(At.CONFIG0),
    config1: byte(At.CONFIG1),
    config3: byte(At.CONFIG3),
    config4: byte(At.CONFIG4),
    config5: byte(At.CONFIG5),
    pmc: word(At.PMC),
    phy1Parm: dword(At.PHY1_PARM),
    phy2Parm: byte(At.PHY2_PARM),
    twParm: dword(At.TW_PARM),
  };
}

/** A chip with a blank 93C46 calls itself an RTL8129 without an address (8.2, 8.3). */
const UNPROGRAMMED: EepromContents = {
  vendorId: 0x10ec,
  deviceId: 0x8129,
  subsystemVendorId: 0x11ec,
  subsystemId: 0x8129,
  minGrant: 0x20,
  maxLatency: 0x20,
  macAddress: new Uint8Array(ADDRESS_BYTES),
  msrBmcr: 0x10,
  config0: 0x10,
  config1: 0x0c,
  config3: 0,
  config4: 0,
  config5: 0,
  pmc: 0xf7c2,
  phy1Parm: 0,
  phy2Parm: 0,
  twParm: 0,
};
