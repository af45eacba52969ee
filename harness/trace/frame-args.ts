/** The header of an Ethernet frame in words. IEEE 802.3, clause 3.1.1. */

const ADDRESS_BYTES = 6;
const HEADER_BYTES = 14;

/** What a trace says of a frame; of one that is too short for a header, its length alone. */
export function frameArgs(bytes: Uint8Array): Readonly<Record<string, string | number>> {
  const byteCount = bytes.length;
  if (byteCount < HEADER_BYTES) return { byteCount };
  const etherType = (bytes[2 * ADDRESS_BYTES] << 8) | bytes[2 * ADDRESS_BYTES + 1];
  return {
    byteCount,
    destination: addressText(bytes, 0),
    source: addressText(bytes, ADDRESS_BYTES),
    etherType: `0x${digits(etherType, 4)}`,
  };
}

/** An address as it is written, 01:00:5e:00:00:01. */
export function addressText(bytes: Uint8Array, start = 0): string {
  const address = bytes.subarray(start, start + ADDRESS_BYTES);
  return Array.from(address, (byte) => digits(byte, 2)).join(':');
}

function digits(value: number, count: number): string {
  return value.toString(16).padStart(count, '0');
}
