import fc from 'fast-check';
import { TraceHash } from '../../ndis/trace';

function hashOf(pairs: readonly (readonly [number, number])[]): string {
  const hash = new TraceHash();
  for (const [a, b] of pairs) hash.add(a, b);
  return hash.toString();
}

test('is 16 hexadecimal digits', () => {
  expect(hashOf([])).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOf([[1, 2]])).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  { name: 'the first value', other: [[2, 2]] },
  { name: 'the second value', other: [[1, 3]] },
  { name: 'the order of values', other: [[2, 1]] },
  {
    name: 'a second pair',
    other: [
      [1, 2],
      [0, 0],
    ],
  },
  { name: 'none', other: [] },
] as const)('$name changes it', ({ other }) => {
  expect(hashOf(other)).not.toBe(hashOf([[1, 2]]));
});

test('any sequence repeats, and its first pair counts to the end', () => {
  const pair = fc.tuple(fc.integer(), fc.integer());
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 50 }), (pairs) => {
      expect(hashOf(pairs)).toBe(hashOf(pairs));
      const [[a, b], ...rest] = pairs;
      expect(hashOf([[a ^ 1, b], ...rest])).not.toBe(hashOf(pairs));
    }),
    { seed: 1 },
  );
});
