/**
 * The text of an INF: UTF-16 or UTF-8 by its byte-order mark, else the ANSI code page of the
 * Windows that is modelled, English with 1252. (Creating International INF Files: text that is not
 * ANSI is Unicode.) A NUL is a space, as in SetupAPI by Wine's conformance tests (see syntax.ts).
 */
import { decodeMarked } from '../text-file';
import { InfError } from './inf-error';

/** Code page 1252 from 0x80 to 0x9F, where it is not Latin-1; five of them are undefined. */
const ANSI_80_TO_9F =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
/** Of so many characters one at most is NUL in a text, where NUL is a space. */
const CHARACTERS_PER_NUL_MIN = 4;
/** What MS-DOS ends a text with. */
const END_OF_TEXT = '\x1a';

/** The text of a file's bytes. @throws InfError if it is none. */
export function decodeInf(bytes: Uint8Array, file: string): string {
  const decoded = decodeMarked(bytes) ?? decodeAnsi(bytes);
  const [text] = decoded.split(END_OF_TEXT, 1);
  const at = text.indexOf('\0');
  if (at < 0) return text;
  if ((text.split('\0').length - 1) * CHARACTERS_PER_NUL_MIN <= text.length)
    return text.replaceAll('\0', ' ');
  const line = text.slice(0, at).split('\n').length;
  throw new InfError(file, line, 'NULs; an INF is text: ANSI, or Unicode with its byte-order mark');
}

function decodeAnsi(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (char) => ANSI_80_TO_9F[char.charCodeAt(0) - 0x80]);
}
