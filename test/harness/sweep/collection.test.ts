import { Collection } from '../../../harness/sweep/collection';
import type { RunOutcome } from '../../../harness/sweep/outcome';
import { A, B, outcome } from '../../support/sweeps';

const [X, Y] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'];
const CLEAN = outcome([0, 0], []);

function stopped(run: RunOutcome, why: string): RunOutcome {
  return { ...run, verdict: 'inconclusive', stopped: why };
}

test.each([
  { name: 'nothing', all: [outcome([1, 0], [A])], pair: outcome([1, 1], [A, B]), isKept: false },
  {
    name: 'what the first shows',
    all: [outcome([1, 0], [A], [X])],
    pair: outcome([1, 1], [A, B], [X]),
    isKept: false,
  },
  {
    name: 'what the second shows',
    all: [outcome([1, 0], [A]), outcome([2, 0], [B], [X])],
    pair: outcome([1, 1], [A, B], [X]),
    isKept: false,
  },
  {
    name: 'what either shows',
    all: [outcome([1, 0], [A], [X]), outcome([2, 0], [B], [Y])],
    pair: outcome([1, 1], [A, B], [Y, X]),
    isKept: false,
  },
  {
    name: 'what no fault is needed for',
    all: [outcome([0, 0], [], [X]), outcome([1, 0], [A])],
    pair: outcome([1, 1], [A, B], [X]),
    isKept: false,
  },
  {
    name: 'more than each alone',
    all: [outcome([1, 0], [A], [X]), outcome([2, 0], [B])],
    pair: outcome([1, 1], [A, B], [X, Y]),
    isKept: true,
  },
  {
    name: 'that it is inconclusive, as the first',
    all: [stopped(outcome([1, 0], [A]), 'NdisFoo')],
    pair: stopped(outcome([1, 1], [A, B]), 'NdisFoo'),
    isKept: false,
  },
  {
    name: 'that it is inconclusive for another reason',
    all: [stopped(outcome([1, 0], [A]), 'NdisFoo')],
    pair: stopped(outcome([1, 1], [A, B]), 'NdisBar'),
    isKept: true,
  },
])('of two faults that show $name', ({ all, pair, isKept }) => {
  const singles = all.some(({ place }) => place[0] === 0) ? all : [CLEAN, ...all];
  const want = isKept ? [...singles, pair] : singles;
  const inOrder = want.toSorted((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  // In whatever order they come.
  for (const runs of [
    [...singles, pair],
    [pair, ...singles],
  ]) {
    const collection = new Collection();
    for (const run of runs) collection.add(run);
    expect(collection.outcomes).toEqual(inOrder);
  }
});
