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
  expect(bench.call('_wcsnicmp', to, bench.ndis.wide('aBcd'), 2)).toBe(0);
  bench.call('wcsncpy', to, bench.ndis.wide('z'), 2);
  expect(bench.bytesAt(to, 6)).toEqual([0x7a, 0, 0, 0, 0xac, 0x20]);
  bench.call('wcsncat', to, bench.ndis.wide('yx'), 1);
  expect(bench.bytesAt(to, 6)).toEqual([0x7a, 0, 0x79, 0, 0, 0]);
});

test('a copy into too small a buffer is found', () => {
  bench.call('strcpy', bench.memory(4), bench.text('four'));
  expect(bench.rules).toEqual(['memory/overrun']);
});

test('finding in strings', () => {
  const text = bench.text('abcabc');
  const wide = bench.ndis.wide('abcabc');
  const at = (from: number, found: unknown) => (found === 0 ? -1 : (found as number) - from);
  expect(at(text, bench.call('strchr', text, 0x62))).toBe(1);
  expect(at(text, bench.call('strrchr', text, 0x62))).toBe(4);
  expect(at(text, bench.call('strchr', text, 0))).toBe(6);
  expect(at(text, bench.call('strchr', text, 0x7a))).toBe(-1);
  expect(at(text, bench.call('strstr', text, bench.text('ca')))).toBe(2);
  expect(at(text, bench.call('strstr', text, bench.text('')))).toBe(0);
  expect(at(text, bench.call('strstr', text, bench.text('cb')))).toBe(-1);
  expect(at(wide, bench.call('wcschr', wide, 0x63))).toBe(4);
  expect(at(wide, bench.call('wcsrchr', wide, 0x63))).toBe(10);
  expect(at(wide, bench.call('wcsstr', wide, bench.ndis.wide('bca')))).toBe(2);
  expect(bench.rules).toEqual([]);
});

test('changing the case of letters in place', () => {
  const text = bench.text('aZ[`{1');
  expect(bench.call('_strupr', text)).toBe(text);
  expect(bench.textAt(text)).toBe('AZ[`{1');
  bench.call('_strlwr', text);
  expect(bench.textAt(text)).toBe('az[`{1');
  const wide = bench.bytes([0x61, 0, 0x5a, 0, 0, 0]);
  bench.call('_wcsupr', wide);
  expect(bench.bytesAt(wide, 4)).toEqual([0x41, 0, 0x5a, 0]);
  bench.call('_wcslwr', wide);
  expect(bench.bytesAt(wide, 4)).toEqual([0x61, 0, 0x7a, 0]);
});
