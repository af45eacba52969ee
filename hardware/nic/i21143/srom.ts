/**
 * The serial ROM: a 93C46, or a 93C66 with an image of that size, and what a card keeps in it.
 * Digital Semiconductor 21X4 Serial ROM Format, version 4.05: 3 and 5 (ID block), 7.5 (21143 info
 * leaf and its blocks), appendices A and B (CRCs).
 */
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES } from '../ethernet';
import { toWords } from '../microwire';

/** 93C46 and 93C66. */
const SIZES_BYTES = [128, 512];
/** Offsets of bytes; words lie low byte first. */
const At = {
  SUBSYSTEM_VENDOR_ID: 0,
  SUBSYSTEM_ID: 2,
  ID_BLOCK_CRC: 16,
  FORMAT_VERSION: 18,
  CONTROLLER_COUNT: 19,
  ADDRESS: 20,
  DEVICE_NUMBER: 26,
  INFO_LEAF_OFFSET: 27,
  INFO_LEAF: 30,
  CRC: 126,
} as const;
/** The byte behind ID_BLOCK_CRC is in it too, ahead of its own end. */
const ID_BLOCK_BYTES = 16;
const CRC8_POLYNOMIAL = 0x07;

const DEFAULT_ADDRESS = Uint8Array.of(0x08, 0x00, 0x2b, 0x00, 0x00, 0x01);

/**
 * The info leaf: autosense; then 10BASE-T and its full duplex through the SIA (block type 2),
 * 100BASE-TX and its full duplex through SYM (4), each with the general-purpose port's direction and
 * data; and the first PHY on the MII port (3).
 */
// prettier-ignore
const INFO_LEAF = [
  0x00, 0x08, 5,
  0x86, 2, 0x00, 0xaf, 0x08, 0xa5, 0x00,
  0x86, 2, 0x04, 0xaf, 0x08, 0xa5, 0x00,
  0x88, 4, 0x03, 0xaf, 0x08, 0xa5, 0x00, 0x61, 0x00,
  0x88, 4, 0x05, 0xaf, 0x08, 0xa5, 0x00, 0x61, 0x80,
  0x8d, 3, 0, 0, 0, 0x00, 0x78, 0xe0, 0x01, 0x00, 0x50, 0x00, 0x18, 0x00,
];

/** A DE500-BA of Digital's. */
function createDefault(): Uint8Array {
  const bytes = new Uint8Array(SIZES_BYTES[0]);
  bytes.set([0x11, 0x10], At.SUBSYSTEM_VENDOR_ID);
  bytes.set([0x0b, 0x50], At.SUBSYSTEM_ID);
  bytes[At.FORMAT_VERSION] = 4;
  bytes[At.CONTROLLER_COUNT] = 1;
  bytes[At.INFO_LEAF_OFFSET] = At.INFO_LEAF;
  bytes.set(INFO_LEAF, At.INFO_LEAF);
  bytes[At.ID_BLOCK_CRC] = idBlockCrc(bytes);
  return bytes;
}

/**
 * The words of a card's serial ROM. Into the default the address and a right CRC are put; into an
 * image only what is given: the address, and then the CRC of a 93C46.
 * @throws RangeError for an address or image of another length than it has
 */
export function createWords(macAddress?: Uint8Array, image?: Uint8Array): Uint16Array {
  if (image !== undefined && !SIZES_BYTES.includes(image.length))
    throw new RangeError(`no serial ROM of ${image.length} bytes; it has 128 or 512`);
  if (macAddress !== undefined && macAddress.length !== ADDRESS_BYTES)
    throw new RangeError('a MAC address has six bytes');
  const bytes = image === undefined ? createDefault() : image.slice();
  const address = macAddress ?? (image === undefined ? DEFAULT_ADDRESS : undefined);
  if (address !== undefined) {
    bytes.set(address, At.ADDRESS);
    if (bytes.length === SIZES_BYTES[0]) {
      const crc = frameCheckSequence(bytes, At.CRC);
      bytes[At.CRC] = crc;
      bytes[At.CRC + 1] = crc >>> 8;
    }
  }
  return toWords(bytes);
}

/** The word with the low half of the CRC-32 of what is before it (appendix A). */
export const CRC_WORD = At.CRC / 2;

/** What the chip loads into its configuration space: 0 where the ID block's CRC is wrong. */
export function loadSubsystem(words: Uint16Array): { vendorId: number; id: number } {
  const bytes = new Uint8Array(words.slice(0, At.FORMAT_VERSION / 2).buffer);
  const isValid = bytes[At.ID_BLOCK_CRC] === idBlockCrc(bytes);
  return isValid ? { vendorId: words[0], id: words[1] } : { vendorId: 0, id: 0 };
}

/** A CRC of eight bits, each word's high byte first, to the high byte of its own word (appendix B). */
function idBlockCrc(bytes: Uint8Array): number {
  let crc = 0xff;
  for (let at = 0; at <= ID_BLOCK_BYTES; at++) {
    const byte = at === ID_BLOCK_BYTES ? bytes[at + 1] : bytes[at ^ 1];
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++)
      crc = (crc & 0x80) === 0 ? crc << 1 : ((crc << 1) ^ CRC8_POLYNOMIAL) & 0xff;
  }
  return crc;
}
