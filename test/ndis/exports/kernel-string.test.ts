/** The C library's strings. */
import { KernelBench } from '../../support/kernel-call';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test.each([
  { name: 'strlen', a: 'abc', inputs: [], want: 3 },
  { name: 'strcmp', a: 'abc', inputs: ['abd'], want: -1 },
  { name: 'strcmp', a: 'abc', inputs: ['ab'], want: 1 },
  { name: 'strncmp', a: 'abc', inputs: ['abd', 2], want: 0 },
  { name: '_stricmp', a: 'aBc', inputs: ['AbC'], want: 0 },
  { name: '_strnicmp', a: 'aBcX', inputs: ['AbCy', 3], want: 0 },
  { name: 'strncmp', a: 'a', inputs: ['b', 0], want: 0 },
])('$name of $a and $inputs', ({ name, a, inputs, want }) => {
  const given = inputs.map((one) => (typeof one === 'string' ? bench.text(one) : one));
  expect(bench.call(name, bench.text(a), ...given)).toBe(want);
});

test.each([
  { name: 'strcpy', inputs: [], want: 'xy\0def\0\0' },
  { name: 'strcat', inputs: [], want: 'abcdefxy\0' },
  { name: 'strncpy', inputs: [5], want: 'xy\0\0\0f\0\0' },
  { name: 'strncpy', inputs: [1], want: 'xbcdef\0\0' },
  { name: 'strncat', inputs: [1], want: 'abcdefx\0' },
])('$name with $inputs', ({ name, inputs, want }) => {
  const to = bench.bytes([...'abcdef\0\0\0\0'].map((one) => one.charCodeAt(0)));
  expect(bench.call(name, to, bench.text('xy'), ...inputs)).toBe(to);
  expect(String.fromCharCode(...bench.bytesAt(to, want.length))).toBe(want);
});

test('the same of 16-bit units', () => {
  const to = bench.memory(20, 0xcc);
  bench.call('wcscpy', to, bench.ndis.wide('Ab'));
  bench.call('wcscat', to, bench.ndis.wide('\u20ac'));
  expect(bench.call('wcslen', to)).toBe(3);
  expect(bench.call('wcscmp', to, bench.ndis.wide('Ab\u20ac'))).toBe(0);
  expect(bench.call('wcsncmp', to, bench.ndis.wide('Ac'), 2)).toBe(-1);
  expect(bench.call('_wcsicmp', to, bench.ndis.wide('aB\u20ac'))).toBe(0);
  bench.call('wcsncpy', to, bench.ndis.wide('z'), 2);
  expect(bench.bytesAt(to, 6)).toEqual([0x7a, 0, 0, 0, 0xac, 0x20]);
});

test('a copy into too small a buffer is found', () => {
  bench.call('strcpy', bench.memory(4), bench.text('four'));
  expect(bench.rules).toEqual(['memory/overrun']);
});
