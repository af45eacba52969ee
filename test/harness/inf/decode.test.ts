import { decodeInf } from '../../../harness/inf/decode';

function utf16(text: string, isLittleEndian: boolean): number[] {
  const units = [0xfeff, ...[...text].map((char) => char.charCodeAt(0))];
  return units.flatMap((unit) => {
    const bytes = [unit & 0xff, unit >> 8];
    return isLittleEndian ? bytes : bytes.reverse();
  });
}

const TEXT = 'A = "ä€"\r\n';

test.each([
  { name: 'UTF-16LE', bytes: utf16(TEXT, true), want: TEXT },
  { name: 'UTF-16BE', bytes: utf16(TEXT, false), want: TEXT },
  { name: 'UTF-8', bytes: [0xef, 0xbb, 0xbf, 0xc3, 0xa4, 0xe2, 0x82, 0xac], want: 'ä€' },
  { name: 'code page 1252', bytes: [0x41, 0xe4, 0x80, 0x99], want: 'Aä€™' },
  { name: 'UTF-8 without a mark, as Windows reads it', bytes: [0xc3, 0xa4], want: 'Ã¤' },
  { name: 'a text that MS-DOS ended', bytes: [0x41, 0x0a, 0x1a, 0x00], want: 'A\n' },
  { name: 'a NUL among much else', bytes: [0x41, 0x0d, 0x0a, 0x42, 0x00, 0x43], want: 'A\r\nB C' },
  { name: 'a mark and nothing else', bytes: [0xff, 0xfe], want: '' },
  { name: 'nothing', bytes: [], want: '' },
])('$name', ({ bytes, want }) => {
  expect(decodeInf(Uint8Array.from(bytes), 'a.inf')).toBe(want);
});

test.each([
  { name: 'much NUL', bytes: [0x41, 0x0d, 0x0a, 0x00, 0x00, 0x00], line: 2 },
  { name: 'UTF-16 without its mark', bytes: utf16('[Version]', true).slice(2), line: 1 },
])('$name is no text', ({ bytes, line }) => {
  expect(() => decodeInf(Uint8Array.from(bytes), 'a.inf')).toThrow(
    `a.inf:${line}: NULs; an INF is text: ANSI, or Unicode with its byte-order mark`,
  );
});
