/** Conversions of text. */
import { KernelBench } from '../../support/kernel-call';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test('a GUID lies in memory as a structure of 4, 2, 2 and 8 bytes', () => {
  const guid = bench.memory(16);
  const string = bench.unicode('{C8EBDFB0-b510-11d0-80e5-00a0c92542e3}');
  expect(bench.call('RtlGUIDFromString', string, guid)).toBe(0);
  expect(bench.bytesAt(guid, 16)).toEqual([
    ...[0xb0, 0xdf, 0xeb, 0xc8, 0x10, 0xb5, 0xd0, 0x11],
    ...[0x80, 0xe5, 0x00, 0xa0, 0xc9, 0x25, 0x42, 0xe3],
  ]);
});

test.each([
  '',
  '{}',
  'C8EBDFB0-b510-11d0-80e5-00a0c92542e3',
  '{C8EBDFB0-b510-11d0-80e5-00a0c92542g3}',
])('"%s" is no GUID', (text) => {
  const guid = bench.memory(16);
  expect(bench.call('RtlGUIDFromString', bench.unicode(text), guid)).toBe(0xc000_000d);
});

test('Unicode to ANSI and back, as far as there is room', () => {
  const ansi = bench.memory(3, 0xcc);
  const wide = bench.ndis.wide('a\u20acb');
  const to = bench.call('RtlUnicodeToMultiByteN', ansi, 2, wide, 6);
  expect(to).toEqual({ Result: 0, BytesInMultiByteString: 2 });
  expect(bench.bytesAt(ansi, 3)).toEqual([0x61, 0x80, 0xcc]);
  const back = bench.memory(6, 0xcc);
  const from = bench.call('RtlMultiByteToUnicodeN', back, 6, ansi, 2);
  expect(from).toEqual({ Result: 0, BytesInUnicodeString: 4 });
  expect(bench.bytesAt(back, 6)).toEqual([0x61, 0, 0xac, 0x20, 0xcc, 0xcc]);
});
