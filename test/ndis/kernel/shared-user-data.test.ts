/** KUSER_SHARED_DATA: its offsets are those of ntddk.h. */
import { virtual } from '../../../hardware/address';
import { DriverBench, stopOf } from '../../support/machine';

const SHARED = 0xffdf_0000;

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

function words(offset: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    bench.ndis.memory.read32(virtual(SHARED + offset + 4 * index)),
  );
}

test('time goes on with the clock interrupt, every 10 ms', () => {
  // 1 January 2003 is 12685852800 s after 1601: 0x01C2B128_BA2B4000 units of 100 ns.
  expect(words(0, 8)).toEqual([
    ...[0, 0x0a00_0000],
    ...[0, 0, 0],
    ...[0xba2b_4000, 0x01c2_b128, 0x01c2_b128],
  ]);
  bench.pass(55);
  expect(words(0, 8)).toEqual([
    ...[5, 0x0a00_0000],
    ...[500_000, 0, 0],
    ...[0xba2b_4000 + 500_000, 0x01c2_b128, 0x01c2_b128],
  ]);
});

test('it is Windows XP Professional in C:\\WINDOWS, with what CPUID has', () => {
  expect(words(0x264, 4)).toEqual([1, 1, 5, 1]);
  const root = Array.from({ length: 11 }, (_, index) =>
    bench.ndis.memory.read16(virtual(SHARED + 0x30 + 2 * index)),
  );
  expect(String.fromCharCode(...root)).toBe('C:\\WINDOWS\0');
  const has = (feature: number) => bench.ndis.memory.read8(virtual(SHARED + 0x274 + feature));
  expect([0, 2, 3, 8].map(has)).toEqual([0, 1, 0, 1]);
});

test('what is not modelled of it is not guessed', () => {
  expect(stopOf(() => words(0x300, 1))).toMatchObject({ kind: 'inconclusive' });
});

test.each([
  { address: 0x7ffe_0000, code: 0x7e },
  { address: 0xffde_fffc, code: 0x50 },
  { address: 0xffe0_0000, code: 0x50 },
])('there is nothing at $address', ({ address, code }) => {
  const stop = stopOf(() => bench.ndis.memory.read32(virtual(address)));
  expect(stop).toMatchObject({ kind: 'bug-check', code });
});
