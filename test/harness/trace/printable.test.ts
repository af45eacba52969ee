/** Values as traces show them. */
import { printable } from '../../../harness/trace/printable';

const cyclic: Record<string, unknown> = { at: 1 };
cyclic['self'] = cyclic;

test.each([
  { value: 5, want: 5 },
  { value: 0xffff, want: 0xffff },
  { value: 0x80101230, want: '0x80101230' },
  { value: -1, want: -1 },
  { value: 5e9, want: 5e9 },
  { value: NaN, want: 'NaN' },
  { value: true, want: true },
  { value: null, want: null },
  { value: undefined, want: undefined },
  { value: 'x'.repeat(200), want: 'x'.repeat(100) },
  { value: -5n, want: '-5' },
  { value: () => 0, want: 'a function' },
  { value: { Status: 0, Handle: 0x80000000 }, want: { Status: 0, Handle: '0x80000000' } },
  { value: cyclic, want: { at: 1, self: { at: 1, self: 'an object' } } },
])('$value', ({ value, want }) => {
  expect(printable(value)).toEqual(want);
});
