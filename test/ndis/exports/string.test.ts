/** Counted strings, as a driver uses them. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, SUCCESS } from '../../support/machine';

const BUFFER_OVERFLOW = 0x8000_0005;

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

function zeroTerminated(bytes: readonly number[]): VirtualAddress {
  const address = bench.memory(bytes.length + 1);
  bytes.forEach((byte, index) => bench.os.raw.write8(virtual(address + index), byte));
  return address;
}

/** A string structure over a buffer of its own. */
function counted(bytes: readonly number[], maximumBytes = bytes.length): VirtualAddress {
  const buffer = bench.memory(Math.max(maximumBytes, 1));
  bytes.forEach((byte, index) => bench.os.raw.write8(virtual(buffer + index), byte));
  const string = bench.memory(8);
  bench.os.raw.write16(string, bytes.length);
  bench.os.raw.write16(virtual(string + 2), maximumBytes);
  bench.os.raw.write32(virtual(string + 4), buffer);
  return string;
}

const wide = (text: string): number[] =>
  [...text].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]);

function lengthsOf(string: VirtualAddress): number[] {
  return [bench.os.raw.read16(string), bench.os.raw.read16(virtual(string + 2))];
}

function bufferOf(string: VirtualAddress): VirtualAddress {
  return virtual(bench.os.raw.read32(virtual(string + 4)));
}

describe('NdisInitializeString and NdisFreeString', () => {
  test.each([
    { ansi: [], want: '' },
    { ansi: [0x41, 0x62], want: 'Ab' },
    { ansi: [0x80, 0xfc, 0x9f], want: '\u20ac\u00fc\u0178' },
  ])('make "$want" and free it', ({ ansi, want }) => {
    const string = bench.memory(8, 0xcc);
    bench.ndis.NdisInitializeString(string, zeroTerminated(ansi));
    expect(lengthsOf(string)).toEqual([2 * want.length, 2 * want.length + 2]);
    expect(bench.bytesAt(bufferOf(string), 2 * want.length + 2)).toEqual([...wide(want), 0, 0]);
    expect(bench.held('tagged-memory')).toBe(1);
    bench.ndis.NdisFreeString(string);
    expect(bench.held('tagged-memory')).toBe(0);
    expect(bench.rules).toEqual([]);
  });

  test.each([
    {
      name: 'freed twice',
      misuse: (string: VirtualAddress) => {
        bench.ndis.NdisFreeString(string);
        bench.ndis.NdisFreeString(string);
      },
      rules: ['memory/double-free'],
    },
    {
      name: 'that was not made so',
      misuse: () => bench.ndis.NdisFreeString(counted([1, 2])),
      rules: ['resource/bad-handle'],
    },
    {
      name: 'freed as NdisFreeString is compiled',
      misuse: (string: VirtualAddress) => bench.ndis.NdisFreeMemory(bufferOf(string), 6, 0),
      rules: [],
    },
  ])('a string $name', ({ misuse, rules }) => {
    const string = bench.memory(8);
    bench.ndis.NdisInitializeString(string, zeroTerminated([0x41, 0x42]));
    misuse(string);
    expect(bench.rules).toEqual(rules);
  });
});

describe('strings without a copy', () => {
  test('NdisInitAnsiString', () => {
    const string = bench.memory(8, 0xcc);
    const source = zeroTerminated([0x41, 0x42, 0x43]);
    bench.ndis.NdisInitAnsiString(string, source);
    expect([...lengthsOf(string), bufferOf(string)]).toEqual([3, 4, source]);
    bench.ndis.NdisInitAnsiString(string, NULL);
    expect([...lengthsOf(string), bufferOf(string)]).toEqual([0, 0, 0]);
  });

  test('NdisInitUnicodeString', () => {
    const string = bench.memory(8, 0xcc);
    const source = bench.ndis.wide('Abc');
    bench.ndis.NdisInitUnicodeString(string, source);
    expect([...lengthsOf(string), bufferOf(string)]).toEqual([6, 8, source]);
    bench.ndis.NdisInitUnicodeString(string, NULL);
    expect([...lengthsOf(string), bufferOf(string)]).toEqual([0, 0, 0]);
  });

  test('a string without an end is read to the end of its memory', () => {
    const source = bench.memory(4, 0x41);
    bench.ndis.NdisInitAnsiString(bench.memory(8), source);
    expect(bench.rules).toEqual(['memory/out-of-bounds']);
  });

  test('a string without an end is cut where its length ends', () => {
    const source = bench.memory(0x2_0000, 0x41);
    const string = bench.memory(8);
    bench.ndis.NdisInitUnicodeString(string, source);
    expect(lengthsOf(string)).toEqual([0xfffc, 0xfffe]);
    expect(bench.rules).toEqual([]);
  });
});

describe('conversions', () => {
  test.each([
    { ansi: [0x41, 0x93, 0xe9], maximum: 8, status: SUCCESS, want: 'A\u201c\u00e9' },
    { ansi: [], maximum: 2, status: SUCCESS, want: '' },
    { ansi: [0x41, 0x42], maximum: 5, status: BUFFER_OVERFLOW, want: undefined },
  ])('to Unicode of $ansi in $maximum bytes', ({ ansi, maximum, status, want }) => {
    const to = counted([], maximum);
    expect(bench.ndis.NdisAnsiStringToUnicodeString(to, counted(ansi))).toBe(status);
    if (want === undefined) return;
    expect(lengthsOf(to)).toEqual([2 * want.length, maximum]);
    expect(bench.bytesAt(bufferOf(to), 2 * want.length + 2)).toEqual([...wide(want), 0, 0]);
  });

  test.each([
    { text: 'A\u201c\u00e9', maximum: 4, status: SUCCESS, want: [0x41, 0x93, 0xe9] },
    { text: '\u4e00\u0080', maximum: 3, status: SUCCESS, want: [0x3f, 0x3f] },
    { text: 'AB', maximum: 2, status: BUFFER_OVERFLOW, want: undefined },
  ])('to ANSI of $text in $maximum bytes', ({ text, maximum, status, want }) => {
    const to = counted([], maximum);
    const from = counted(wide(text));
    expect(bench.ndis.NdisUnicodeStringToAnsiString(to, from)).toBe(status);
    if (want === undefined) return;
    expect(lengthsOf(to)).toEqual([want.length, maximum]);
    expect(bench.bytesAt(bufferOf(to), want.length + 1)).toEqual([...want, 0]);
  });

  test.each([
    { text: 'aZ\u00e9\u00f7', maximum: 8, status: SUCCESS, want: 'AZ\u00c9\u00f7' },
    // Letters without a single other case stay.
    { text: '\u00df\u00b5\u0131', maximum: 8, status: SUCCESS, want: '\u00df\u00b5\u0131' },
    { text: 'abc', maximum: 5, status: BUFFER_OVERFLOW, want: undefined },
  ])('to upper case of $text', ({ text, maximum, status, want }) => {
    const to = counted([], maximum);
    expect(bench.ndis.NdisUpcaseUnicodeString(to, counted(wide(text)))).toBe(status);
    if (want !== undefined)
      expect(bench.bytesAt(bufferOf(to), 2 * want.length)).toEqual(wide(want));
  });
});

describe('comparisons', () => {
  test.each([
    { first: 'abc', second: 'abc', ignores: false, equal: true, order: 0 },
    { first: 'abc', second: 'aBc', ignores: false, equal: false, order: 1 },
    { first: 'abc', second: 'aBc', ignores: true, equal: true, order: 0 },
    { first: 'ab', second: 'abc', ignores: true, equal: false, order: -1 },
    { first: 'b', second: 'abc', ignores: true, equal: false, order: 1 },
    { first: '', second: '', ignores: true, equal: true, order: 0 },
  ])('of "$first" and "$second"', ({ first, second, ignores, equal, order }) => {
    const { ndis } = bench;
    const unicode = [counted(wide(first)), counted(wide(second))] as const;
    const ansi = [first, second].map((text) => counted([...text].map((one) => one.charCodeAt(0))));
    expect(ndis.NdisEqualString(...unicode, ignores)).toBe(equal);
    expect(Math.sign(ndis.NdisCompareUnicodeString(...unicode, ignores))).toBe(order);
    expect(Math.sign(ndis.NdisCompareAnsiString(ansi[0], ansi[1], ignores))).toBe(order);
  });
});
