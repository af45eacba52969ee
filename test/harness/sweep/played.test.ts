import { Played } from '../../../harness/sweep/played';
import { A, outcome } from '../../support/sweeps';

/** Of a first fault that 9 seconds can follow. */
function runs(from: number, to: number) {
  const alone = { ...outcome([1, 0], [A]), seconds: 9 };
  return { first: 1, from, to, outcomes: from === 0 ? [alone] : [] };
}

test.each([
  { name: 'nothing', given: [], fault: [[0, 1]], pair: [] },
  { name: 'it alone', given: [[0, 1]], fault: [], pair: [[1, 10]] },
  {
    name: 'some that go on one from another',
    given: [
      [0, 1],
      [1, 4],
      [4, 7],
    ],
    fault: [],
    pair: [[7, 10]],
  },
  {
    name: 'some in any order, with holes',
    given: [
      [0, 1],
      [8, 9],
      [2, 3],
      [5, 7],
    ],
    fault: [],
    pair: [
      [1, 2],
      [3, 5],
      [7, 8],
      [9, 10],
    ],
  },
  {
    name: 'all',
    given: [
      [1, 10],
      [0, 1],
    ],
    fault: [],
    pair: [],
  },
  {
    name: 'pairs of which the first fault is not known',
    given: [[1, 4]],
    fault: [[0, 1]],
    pair: [],
  },
])('after $name', ({ given, fault, pair }) => {
  const played = new Played();
  for (const [from, to] of given) expect(played.add(runs(from, to))).toBe(true);
  expect(played.left(1, 'fault')).toEqual(fault);
  expect(played.left(1, 'pair')).toEqual(pair);
});

test('what was played is not noted twice', () => {
  const played = new Played();
  played.add(runs(0, 1));
  played.add(runs(1, 5));
  expect(played.add(runs(4, 8))).toBe(false);
  expect(played.add({ ...runs(4, 8), first: 2 })).toBe(true);
  expect(played.left(1, 'pair')).toEqual([[5, 10]]);
});
