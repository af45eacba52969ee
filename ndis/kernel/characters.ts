/**
 * ANSI text, which on an English Windows is code page 1252, and letters in upper case. Source:
 * Unicode Consortium, MAPPINGS/VENDORS/MICSFT/WindowsBestFit/bestfit1252.txt; RtlUpcaseUnicodeChar.
 */

/** The Unicode characters of the bytes 0x80 to 0x9F; all others are their own. */
const C1 = [
  0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
  0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
];
/** What stands for a character that the code page lacks. */
const QUESTION_MARK = 0x3f;

/** The UTF-16 unit of an ANSI byte. */
export function unicodeOfAnsi(byte: number): number {
  return byte >= 0x80 && byte < 0xa0 ? C1[byte - 0x80] : byte;
}

/** The ANSI byte of a UTF-16 unit. */
export function ansiOfUnicode(unit: number): number {
  if (unit < 0x80 || (unit >= 0xa0 && unit <= 0xff)) return unit;
  const index = C1.indexOf(unit);
  return index < 0 ? QUESTION_MARK : 0x80 + index;
}

/** A UTF-16 unit in upper case, if there is one letter that is its other case and no other's. */
export function upcase(unit: number): number {
  if (unit < 0x61) return unit;
  const letter = String.fromCharCode(unit);
  const upper = letter.toUpperCase();
  return upper.length === 1 && upper.toLowerCase() === letter ? upper.charCodeAt(0) : unit;
}
