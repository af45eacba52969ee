/**
 * The Internet checksum (RFC 1071) and the Ethernet frame check sequence (IEEE 802.3 3.2.9), as the
 * transmit and receive offloads of 8254x SDM 3.2.9, 3.3.5 and 3.5 compute them.
 */

/** Adds the 16-bit words from `start` up to, and without, `end`; not yet folded. */
export function sumWords(bytes: DataView, start: number, end: number): number {
  let sum = 0;
  let index = start;
  for (const last = end - 3; index < last; index += 4) {
    const words = bytes.getUint32(index);
    sum += (words >>> 16) + (words & 0xffff);
  }
  if (index + 1 < end) {
    sum += bytes.getUint16(index);
    index += 2;
  }
  if (index < end) sum += bytes.getUint8(index) << 8;
  return sum;
}

/** The one's complement sum in 16 bits. `sum` is below 2^32. */
export function fold(sum: number): number {
  let folded = (sum & 0xffff) + (sum >>> 16);
  folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
}

/** Four tables, so that four bytes are taken at a time. */
const CRC_TABLES = createCrcTables();

function createCrcTables(): Uint32Array {
  const tables = new Uint32Array(4 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb88320;
    tables[byte] = crc;
  }
  for (let index = 256; index < tables.length; index++)
    tables[index] = (tables[index - 256] >>> 8) ^ tables[tables[index - 256] & 0xff];
  return tables;
}

/** The frame check sequence of the first `byteCount` bytes; its low byte goes on the wire first. */
export function frameCheckSequence(bytes: Uint8Array, byteCount: number): number {
  const tables = CRC_TABLES;
  let crc = -1;
  let index = 0;
  for (const last = byteCount - 3; index < last; index += 4) {
    crc ^=
      bytes[index] | (bytes[index + 1] << 8) | (bytes[index + 2] << 16) | (bytes[index + 3] << 24);
    crc =
      tables[768 + (crc & 0xff)] ^
      tables[512 + ((crc >>> 8) & 0xff)] ^
      tables[256 + ((crc >>> 16) & 0xff)] ^
      tables[crc >>> 24];
  }
  for (; index < byteCount; index++) crc = (crc >>> 8) ^ tables[(crc ^ bytes[index]) & 0xff];
  return ~crc >>> 0;
}
