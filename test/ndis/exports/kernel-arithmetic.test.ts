/** Arithmetic of 64 bits, as two's complement has it. */
import { CALLS } from '../../../ndis/calls';
import { KernelBench } from '../../support/kernel-call';

const bench = new KernelBench();
const MIN = -(1n << 63n);

test.each([
  ['_allmul', 0x1_0000_0001n, 3n, 0x3_0000_0003n],
  ['_allmul', MIN, 2n, 0n],
  ['_allmul', -7n, 6n, -42n],
  ['_alldiv', -7n, 2n, -3n],
  ['_alldiv', 0x7fff_ffff_ffff_ffffn, -1n, -0x7fff_ffff_ffff_ffffn],
  ['_alldiv', MIN, -1n, MIN],
  ['_allrem', -7n, 2n, -1n],
  ['_allrem', 7n, -2n, 1n],
  ['_aulldiv', -1n, 2n, 0x7fff_ffff_ffff_ffffn],
  ['_aullrem', -1n, 10n, 5n],
  ['_allshl', 1n, 63, MIN],
  ['_allshl', 1n, 64, 0n],
  ['_allshr', -4n, 1, -2n],
  ['_allshr', -4n, 200, -1n],
  ['_aullshr', -1n, 60, 15n],
  ['_aullshr', -1n, 64, 0n],
] as const)('%s of %s and %s is %s', (name, a, b, want) => {
  expect(CALLS.get(name)!(bench.os, [a, b])).toBe(want);
  expect(bench.rules).toEqual([]);
});

test.each([
  ['RtlUshortByteSwap', 0x12fe, 0xfe12],
  ['RtlUlongByteSwap', 0x1234_56fe, 0xfe56_3412],
])('%s of %i', (name, value, want) => {
  expect(CALLS.get(name)!(bench.os, [value])).toBe(want);
});
