import { spreadPoints } from '../../../harness/scenarios/points';

const names = (counts: Record<string, number>) =>
  Object.entries(counts).flatMap(([name, count]) => Array<string>(count).fill(name));

test.each([
  { name: 'few are all taken', given: { a: 3, b: 2 }, max: 5, want: [0, 1, 2, 3, 4] },
  { name: 'none are none', given: {}, max: 5, want: [] },
  { name: 'many are spread, ends included', given: { a: 9 }, max: 3, want: [0, 4, 8] },
  { name: 'a small share is whole', given: { a: 100, b: 1 }, max: 3, want: [0, 99, 100] },
  { name: 'one alone is the first', given: { a: 9 }, max: 1, want: [0] },
  { name: 'more names than points', given: { a: 2, b: 2, c: 2 }, max: 2, want: [2, 4] },
])('$name', ({ given, max, want }) => {
  expect(spreadPoints(names(given as Record<string, number>), max)).toEqual(want);
});

test('interleaved names have their shares too', () => {
  const list = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 'even' : 'odd'));
  const points = spreadPoints(list, 10);
  expect(points).toHaveLength(10);
  expect(points.filter((point) => point % 2 === 0)).toHaveLength(5);
  expect([points[0], points.at(-1)]).toEqual([0, 99]);
});
