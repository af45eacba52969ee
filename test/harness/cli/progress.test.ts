import { Progress, SweepProgress } from '../../../harness/cli/progress';
import type { Terminal } from '../../../harness/cli/terminal';

function terminal(isWatched: boolean): Terminal & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    out: () => undefined,
    err: (text) => told.push(text),
    isColoured: false,
    isWatched,
  };
}

test('somebody who looks on is told how far it is, and the line is taken away', () => {
  const watched = terminal(true);
  const progress = new Progress(watched, 'scenario');
  progress.begin(12);
  progress.end();
  expect(watched.told).toEqual(['\r\x1b[K0 of 12 scenarios', '\r\x1b[K']);
});

test('what is told is told now and then, not each time', () => {
  const watched = terminal(true);
  const progress = new Progress(watched, 'scenario');
  progress.begin(10_000);
  for (let index = 0; index < 10_000; index++) progress.ended(1);
  expect(watched.told.length).toBeLessThan(1_000);
});

test('a sweep tells how many runs are played, of those with so many faults', () => {
  const watched = terminal(true);
  const progress = new SweepProgress(watched);
  progress.begin(1, 'fault');
  progress.begin(1_000_000, 'pair');
  expect(watched.told).toEqual(['\r\x1b[K0 of 1 fault', '\r\x1b[K0 of 1000000 pairs']);
});

test('a line is no longer than the terminal is wide', () => {
  const watched = { ...terminal(true), columns: 10 };
  new Progress(watched, 'scenario').begin(12);
  expect(watched.told).toEqual(['\r\x1b[K0 of 12 s']);
});

test('where nobody looks on, nothing is told', () => {
  const unwatched = terminal(false);
  const progress = new SweepProgress(unwatched);
  progress.begin(1, 'pair');
  progress.ended({ first: 1, from: 1, to: 2, outcomes: [] });
  progress.end();
  expect(unwatched.told).toEqual([]);
});
