/** Frames for programs, in the short form, and choices at random. */
import type { Random } from '../../../../hardware/random';
import { toHex } from '../bytes';
import { MAC_ADDRESS } from '../device';
import type { ByteText } from '../program';

/** The card's own address. */
export const STATION: ByteText = toHex(MAC_ADDRESS);

const FRAME_BYTES_MIN = 60;
const HEADER_BYTES = 14;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.below(items.length)];
}

function word(value: number): ByteText {
  return value.toString(16).padStart(4, '0');
}

/**
 * A frame of a type with `payloadBytes` of anything behind it, the shortest that may go without
 * padding at least. A `tag` follows the type at once, as 802.1Q has it.
 */
export function frame(
  destination: ByteText,
  source: ByteText,
  etherType: number,
  payloadBytes: number,
  random: Random,
  tag?: number,
): ByteText {
  const head = destination + source + word(etherType) + (tag === undefined ? '' : word(tag));
  const headBytes = head.length / 2;
  const restBytes =
    Math.max(payloadBytes, FRAME_BYTES_MIN - HEADER_BYTES) + HEADER_BYTES - headBytes;
  return `${head}~${random.below(0x1_0000)}:${restBytes}`;
}

/** Bytes that a short form stands for. */
export function lengthOf(text: ByteText): number {
  const [hex, ...runs] = text.split('~');
  return runs.reduce((sum, run) => sum + Number(run.split(':')[1]), hex.length / 2);
}

/** The register of the CRC of an address (IEEE 802.3 3.2.9), its high bit first on the wire. */
export function addressCrc(address: ByteText): number {
  let crc = 0xffff_ffff;
  for (const byte of Buffer.from(address, 'hex'))
    for (let bit = 0; bit < 8; bit++) {
      const carry = (crc >>> 31) ^ ((byte >>> bit) & 1);
      crc = (crc << 1) ^ (carry === 0 ? 0 : 0x04c1_1db7);
    }
  return crc >>> 0;
}

/** The upper six bits of it, which most multicast filters use. */
export function multicastHash(address: ByteText): number {
  return addressCrc(address) >>> 26;
}
