/** Counted strings of the kernel. */
import { NULL, virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';

const BUFFER_OVERFLOW = 0x8000_0005;
const BUFFER_TOO_SMALL = 0xc000_0023;
const INVALID_PARAMETER = 0xc000_000d;

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test('strings without a copy', () => {
  const string = bench.memory(8, 0xcc);
  const source = bench.ndis.wide('Abc');
  bench.call('RtlInitUnicodeString', string, source);
  expect(bench.bytesAt(string, 4)).toEqual([6, 0, 8, 0]);
  bench.call('RtlInitAnsiString', string, bench.text('Ab'));
  expect(bench.bytesAt(string, 4)).toEqual([2, 0, 3, 0]);
  bench.call('RtlInitString', string, NULL);
  expect(bench.bytesAt(string, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

test.each([
  { room: 10, want: 'abc' },
  { room: 4, want: 'ab' },
  { room: 0, want: '' },
])('a copy into $room bytes', ({ room, want }) => {
  const to = bench.unicode('', room);
  bench.call('RtlCopyUnicodeString', to, bench.unicode('abc'));
  expect(bench.unicodeAt(to)).toBe(want);
  bench.call('RtlCopyUnicodeString', to, NULL);
  expect(bench.unicodeAt(to)).toBe('');
  expect(bench.rules).toEqual([]);
});

test('appending', () => {
  const to = bench.unicode('ab', 8);
  expect(bench.call('RtlAppendUnicodeStringToString', to, bench.unicode('c'))).toBe(0);
  expect(bench.call('RtlAppendUnicodeToString', to, bench.ndis.wide('d'))).toBe(0);
  expect(bench.call('RtlAppendUnicodeToString', to, bench.ndis.wide('e'))).toBe(BUFFER_TOO_SMALL);
  expect(bench.call('RtlAppendUnicodeToString', to, NULL)).toBe(0);
  expect(bench.unicodeAt(to)).toBe('abcd');
});

test('comparing', () => {
  const [a, b] = [bench.unicode('abc'), bench.unicode('aBc')];
  expect(bench.call('RtlEqualUnicodeString', a, b, true)).toBe(true);
  expect(bench.call('RtlEqualUnicodeString', a, b, false)).toBe(false);
  expect(bench.call('RtlCompareUnicodeString', a, b, false)).toBeGreaterThan(0);
  const [c, d] = ['abc', 'aBc'].map((text) => {
    const string = bench.memory(8);
    bench.call('RtlInitAnsiString', string, bench.text(text));
    return string;
  });
  expect(bench.call('RtlCompareString', c, d, true)).toBe(0);
  expect(bench.call('RtlCompareString', d, c, false)).toBeLessThan(0);
});

test('conversions into buffers of their own, and back', () => {
  const ansi = bench.memory(8, 0xcc);
  const wide = bench.memory(8, 0xcc);
  expect(bench.call('RtlUnicodeStringToAnsiString', ansi, bench.unicode('A\u20ac'), true)).toBe(0);
  expect(bench.bytesAt(bench.os.raw.read32(virtual(ansi + 4)), 3)).toEqual([0x41, 0x80, 0]);
  expect(bench.call('RtlAnsiStringToUnicodeString', wide, ansi, true)).toBe(0);
  expect(bench.unicodeAt(wide)).toBe('A\u20ac');
  expect(bench.held('tagged-memory')).toBe(2);
  bench.call('RtlFreeAnsiString', ansi);
  bench.call('RtlFreeUnicodeString', wide);
  expect(bench.bytesAt(wide, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(bench.held('tagged-memory')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('a conversion into a buffer of the caller is not held', () => {
  const { VirtualAddress } = bench.ndis.NdisAllocateMemoryWithTag(16, 1);
  const to = bench.memory(8);
  bench.os.raw.write32(to, 16 << 16);
  bench.os.raw.write32(virtual(to + 4), VirtualAddress);
  expect(bench.call('RtlUpcaseUnicodeString', to, bench.unicode('ab'), false)).toBe(0);
  expect(bench.unicodeAt(to)).toBe('AB');
  expect(bench.held('tagged-memory')).toBe(1);
});

test.each([
  { value: 255, base: 16, room: 8, status: 0, want: 'FF' },
  { value: 255, base: 0, room: 8, status: 0, want: '255' },
  { value: 255, base: 2, room: 8, status: BUFFER_OVERFLOW, want: '' },
  { value: 255, base: 7, room: 8, status: INVALID_PARAMETER, want: '' },
])('$value to the base $base', ({ value, base, room, status, want }) => {
  const to = bench.unicode('', room);
  expect(bench.call('RtlIntegerToUnicodeString', value, base, to)).toBe(status);
  expect(bench.unicodeAt(to)).toBe(want);
});

test.each([
  { text: ' 0x1F', base: 0, value: 31 },
  { text: '-2', base: 10, value: 0xffff_fffe },
  { text: '12ab', base: 10, value: 12 },
  { text: '0x12', base: 16, value: 0 },
  { text: '', base: 0, value: 0 },
])('"$text" to the base $base is $value', ({ text, base, value }) => {
  const result = bench.call('RtlUnicodeStringToInteger', bench.unicode(text), base);
  expect(result).toEqual({ Result: 0, Value: value });
});
