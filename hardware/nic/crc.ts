/** The frame check sequence of IEEE 802.3 3.2.9, which is also what multicast filters hash with. */

const POLYNOMIAL = 0xedb8_8320;
/** A table for each of eight bytes that are taken at a time. */
const TABLES = createTables();

function createTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
    tables[byte] = crc;
  }
  for (let index = 256; index < tables.length; index++)
    tables[index] = (tables[index - 256] >>> 8) ^ tables[tables[index - 256] & 0xff];
  return tables;
}

/** The FCS of the first `byteCount` bytes, 32 bits; its low byte goes on the wire first. */
export function frameCheckSequence(bytes: Uint8Array, byteCount: number): number {
  const tables = TABLES;
  let crc = -1;
  let index = 0;
  for (const last = byteCount - 7; index < last; index += 8) {
    crc =
      tables[0x700 | ((crc ^ bytes[index]) & 0xff)] ^
      tables[0x600 | (((crc >>> 8) ^ bytes[index + 1]) & 0xff)] ^
      tables[0x500 | (((crc >>> 16) ^ bytes[index + 2]) & 0xff)] ^
      tables[0x400 | ((crc >>> 24) ^ bytes[index + 3])] ^
      tables[0x300 | bytes[index + 4]] ^
      tables[0x200 | bytes[index + 5]] ^
      tables[0x100 | bytes[index + 6]] ^
      tables[bytes[index + 7]];
  }
  for (; index < byteCount; index++) crc = (crc >>> 8) ^ tables[(crc ^ bytes[index]) & 0xff];
  return ~crc >>> 0;
}
