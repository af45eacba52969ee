/**
 * The map file that a linker writes beside an image: the names of its functions and where they lie.
 * Two forms are read: of Microsoft's link.exe (/MAP) and of GNU ld (-Map).
 */
import type { CodeSymbol } from './image-symbols';

/** ` 0001:00000010       _DriverEntry@8             00010310 f   mini.obj` */
const MICROSOFT_SYMBOL = /^ ([0-9a-f]{4}):[0-9a-f]{8} +(\S+) +([0-9a-f]{8}) /i;
const MICROSOFT_BASE = /^ Preferred load address is ([0-9a-f]{8,16})\s*$/im;
/** `                0x00010310                DriverEntry@8` */
const GNU_SYMBOL = /^ +0x([0-9a-f]{8,16}) +([^\s=]+)$/i;
const GNU_BASE = /^ +0x([0-9a-f]{8,16}) +_*(?:image_base__|ImageBase)\b/im;

/** The symbols of a map file; none if it is of another form. */
export function mapSymbols(text: string): readonly CodeSymbol[] {
  const microsoft = MICROSOFT_BASE.exec(text);
  if (microsoft !== null) return symbolsOf(text, MICROSOFT_SYMBOL, microsoft[1], [2, 3]);
  const gnu = GNU_BASE.exec(text);
  return gnu === null ? [] : symbolsOf(text, GNU_SYMBOL, gnu[1], [2, 1]);
}

function symbolsOf(
  text: string,
  form: RegExp,
  base: string,
  [nameGroup, addressGroup]: readonly [number, number],
): readonly CodeSymbol[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = form.exec(line);
    // Section 0 of Microsoft's is for absolute values.
    if (match === null || match[1] === '0000') return [];
    const offset = Number.parseInt(match[addressGroup], 16) - Number.parseInt(base, 16);
    return offset <= 0 ? [] : [{ name: match[nameGroup], offset }];
  });
}
