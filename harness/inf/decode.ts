/**
 * The text of an INF: UTF-16 or UTF-8 by its byte-order mark, else the ANSI code page of the Windows
 * that is modelled, English with 1252. (Creating International INF Files: text that is not ANSI is
 * Unicode.)
 */
import { InfError } from './inf-error';

const BYTE_ORDER_MARKS = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
] as const;
const ANSI = 'windows-1252';
/** What MS-DOS ends a text with. */
const END_OF_TEXT = '\x1a';

/** The text of a file's bytes. @throws InfError if it is none. */
export function decodeInf(bytes: Uint8Array, file: string): string {
  const mark = BYTE_ORDER_MARKS.find((one) => one.bytes.every((byte, at) => bytes[at] === byte));
  const [text] = new TextDecoder(mark?.encoding ?? ANSI).decode(bytes).split(END_OF_TEXT, 1);
  const at = text.indexOf('\0');
  if (at < 0) return text;
  const line = text.slice(0, at).split('\n').length;
  throw new InfError(
    file,
    line,
    'a NUL; an INF is text: ANSI, or Unicode with its byte-order mark',
  );
}
