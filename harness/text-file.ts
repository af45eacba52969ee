/** Text files as the programs of Windows write them, too. */
import { readFileSync } from 'node:fs';

const BYTE_ORDER_MARKS = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
] as const;

/** The text that a byte-order mark announces, without it; undefined if there is none. */
export function decodeMarked(bytes: Uint8Array): string | undefined {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  return mark && new TextDecoder(mark.encoding).decode(bytes);
}

/** UTF-8, or what a byte-order mark says: PowerShell 5 redirects what a program prints as UTF-16. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  return decodeMarked(bytes) ?? bytes.toString('utf8');
}
