/** Formatted text, against the reference of Microsoft's C run-time library. */
import { virtual } from '../../../hardware/address';
import { formatText } from '../../../ndis/kernel/format';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

function format(pattern: string, values: readonly number[]): string {
  const args = bench.memory(4 * Math.max(values.length, 1));
  values.forEach((value, index) => bench.os.raw.write32(virtual(args + 4 * index), value));
  return formatText(bench.os, bench.text(pattern), args, false);
}

test.each([
  { pattern: 'a%%b', values: [], want: 'a%b' },
  { pattern: '%d %i', values: [-5, 7], want: '-5 7' },
  { pattern: '%u', values: [-1], want: '4294967295' },
  { pattern: '%x %X %#x', values: [0xab, 0xab, 0xab], want: 'ab AB 0xab' },
  { pattern: '%08lX|%-6d|%6d', values: [0xbeef, 42, 42], want: '0000BEEF|42    |    42' },
  { pattern: '%+d % d %.4d', values: [1, 2, 3], want: '+1  2 0003' },
  { pattern: '%06d', values: [-42], want: '-00042' },
  { pattern: '%I64d', values: [-1, -1], want: '-1' },
  { pattern: '%I64x', values: [1, 2], want: '200000001' },
  { pattern: '%hd', values: [0x1_ffff], want: '-1' },
  { pattern: '%o %#o', values: [8, 8], want: '10 010' },
  { pattern: '%c%5c', values: [0x41, 0x42], want: 'A    B' },
  { pattern: '%p', values: [0x8010_0000], want: '80100000' },
  { pattern: '%*d|%-*d|', values: [4, 7, 4, 7], want: '   7|7   |' },
  { pattern: '%.0d', values: [0], want: '' },
  { pattern: '%s', values: [0], want: '(null)' },
  { pattern: '100%', values: [], want: '100' },
])('"$pattern" of $values', ({ pattern, values, want }) => {
  expect(format(pattern, values)).toBe(want);
});

test('strings of either width', () => {
  const [narrow, wide] = [bench.text('narrow'), bench.ndis.wide('wide')];
  const counted = bench.unicode('counted');
  expect(format('%s %S %ws %.3s', [narrow, wide, wide, narrow])).toBe('narrow wide wide nar');
  expect(format('%wZ|%-8.2s|', [counted, narrow])).toBe('counted|na      |');
});

test('what kernel code does not print', () => {
  expect(stopOf(() => format('%f', [0, 0]))).toMatchObject({ kind: 'inconclusive' });
});

test('a width beyond reason is cut', () => {
  expect(format('%*d', [0x7fff_ffff, 1]).length).toBe(0x1000);
});
