/**
 * What the board's EEPROM holds, and how the controller takes it in. Am79C970A data sheet
 * (publication 19436) and Am79C973 data sheet (publication 21510), EEPROM Microwire Access.
 *
 * The first 16 bytes are the Address PROM. Words behind it are loaded into the BCRs. The bytes that
 * the controller reads sum up to FFh in eight bits, or it takes none of them.
 */
import { toWords } from '../microwire';
import { BCR18 } from './bcr-registers';
import type { IndexedTable } from './indexed-registers';
import { APROM_BYTES } from './registers';

/** A 93C46. */
const EEPROM_BYTES = 128;
const MAC_BYTES = 6;
const HARDWARE_ID_OFFSET = 0x09;
/** What AMD's drivers look for, with the two letters 'W' at the end. */
const HARDWARE_ID = 0x11;
const CHECKSUM_OFFSET = 0x0c;
const SIGNATURE_OFFSET = 0x0e;
const LETTER_W = 0x57;
const CHECK_SUM = 0xff;

/** Where the words of an EEPROM go. */
export interface EepromMap {
  /** The number of the BCR by word from 08h on; a hole is a reserved word. */
  readonly bcrs: readonly (number | undefined)[];
  /** Bytes that the controller reads and adds up. */
  readonly readBytes: number;
  /** Of the byte that makes the sum right. */
  readonly adjustOffset: number;
}

const FIRST_BCR_WORD = APROM_BYTES / 2;

/** 36 bytes. */
export const EEPROM_MAP_970A: EepromMap = {
  bcrs: [16, 17, 18, 2, 21, 22],
  readBytes: 0x24,
  adjustOffset: 0x1f,
};

/** 82 bytes. */
// prettier-ignore
export const EEPROM_MAP_973: EepromMap = {
  bcrs: [
    2, 4, 5, 6, 7, 9, 18, 22, 23, 24, 25, 26, 27, 32, 33, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44,
  ],
  readBytes: 0x52,
  adjustOffset: 0x51,
};

/**
 * The words of a programmed EEPROM: `image`, or the defaults of `table` with `overrides` by BCR
 * number; the MAC address, if given, and both checksums are put in.
 * @throws RangeError if the MAC address has not six bytes or the image not 128
 */
export function createEeprom(
  map: EepromMap,
  table: IndexedTable,
  overrides: Readonly<Record<number, number>>,
  macAddress: Uint8Array | undefined,
  image: Uint8Array | undefined,
): Uint16Array {
  const bytes = new Uint8Array(EEPROM_BYTES);
  if (image !== undefined) {
    if (image.length !== bytes.length)
      throw new RangeError(`no EEPROM of ${image.length} bytes; it has ${EEPROM_BYTES}`);
    bytes.set(image);
  } else {
    bytes.fill(0xff, map.readBytes);
    bytes[HARDWARE_ID_OFFSET] = HARDWARE_ID;
    bytes.fill(LETTER_W, SIGNATURE_OFFSET, APROM_BYTES);
    map.bcrs.forEach((bcr, index) => {
      if (bcr === undefined) return;
      const value = overrides[bcr] ?? table.resetValues[bcr];
      bytes[2 * (FIRST_BCR_WORD + index)] = value;
      bytes[2 * (FIRST_BCR_WORD + index) + 1] = value >>> 8;
    });
  }
  if (macAddress !== undefined) {
    if (macAddress.length !== MAC_BYTES) throw new RangeError('a MAC address has six bytes');
    bytes.set(macAddress);
  }
  setChecksums(bytes, map);
  return toWords(bytes);
}

/** Bytes 0Ch and 0Dh are the sum of 00h to 0Bh, 0Eh and 0Fh. */
function setChecksums(bytes: Uint8Array, map: EepromMap): void {
  let sum = 0;
  for (let offset = 0; offset < APROM_BYTES; offset++)
    if (offset < CHECKSUM_OFFSET || offset >= SIGNATURE_OFFSET) sum += bytes[offset];
  bytes[CHECKSUM_OFFSET] = sum;
  bytes[CHECKSUM_OFFSET + 1] = sum >>> 8;
  bytes[map.adjustOffset] = 0;
  bytes[map.adjustOffset] = CHECK_SUM - addUp(bytes, map.readBytes);
}

function addUp(bytes: Uint8Array, byteCount: number): number {
  let sum = 0;
  for (let offset = 0; offset < byteCount; offset++) sum += bytes[offset];
  return sum & 0xff;
}

/**
 * Loads the Address PROM, the physical address (CSR12 to CSR14) and the BCRs. False if the sum is
 * wrong: then the BCRs are as after H_RESET, and of the others, left undefined, nothing changes.
 */
export function loadEeprom(
  words: Uint16Array,
  map: EepromMap,
  table: IndexedTable,
  target: { aprom: Uint8Array; csr: Uint16Array; bcr: Uint16Array },
): boolean {
  const { aprom, csr, bcr } = target;
  let sum = 0;
  for (let offset = 0; offset < map.readBytes; offset++)
    sum += (words[offset >>> 1] >>> (8 * (offset & 1))) & 0xff;
  const isValid = (sum & 0xff) === CHECK_SUM;
  map.bcrs.forEach((number, index) => {
    if (number === undefined) return;
    const value = isValid ? words[FIRST_BCR_WORD + index] : table.resetValues[number];
    // Only H_RESET clears DWIO, and only a 32-bit write to RDP sets it.
    const kept = number === 18 ? BCR18.DWIO : 0;
    bcr[number] = (value & ~kept) | (bcr[number] & kept);
  });
  if (!isValid) return false;
  for (let offset = 0; offset < APROM_BYTES; offset++)
    aprom[offset] = words[offset >>> 1] >>> (8 * (offset & 1));
  for (let word = 0; word < MAC_BYTES / 2; word++) csr[12 + word] = words[word];
  return true;
}
