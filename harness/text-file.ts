/** Text files as the programs of Windows write them, too. */
import { readFileSync } from 'node:fs';

/** UTF-8, or UTF-16 as PowerShell 5 redirects what a program prints; without a byte-order mark. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const text = bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
