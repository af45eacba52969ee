import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Journal, usualJournal } from '../../../harness/sweep/journal';
import { WHOLE, type PlayedRuns } from '../../../harness/sweep/outcome';
import { A, B, outcome, REQUEST } from '../../support/sweeps';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

function journal(name: string): Journal {
  return new Journal(join(folder.path, name));
}

function resume(name: string) {
  const known = { runs: [] as PlayedRuns[], places: [] as number[], warnings: [] as string[] };
  journal(name).resume('digest', {
    played: (runs) => known.runs.push(runs),
    covered: (places) => known.places.push(...places),
    warn: (text) => known.warnings.push(text),
  });
  return known;
}

const ALONE: PlayedRuns = {
  first: 1,
  from: 0,
  to: 1,
  outcomes: [{ ...outcome([1, 0], [A], ['aaaaaaaaaaaaaaaa']), seconds: 1_000_000 }],
};
const PAIRS: PlayedRuns = {
  first: 1,
  from: 1,
  to: 257,
  outcomes: [outcome([1, 7], [A, B], ['bbbbbbbbbbbbbbbb'])],
};
const CLEAN_PAIRS: PlayedRuns = { first: 1, from: 257, to: 513, outcomes: [] };

test('what was written is read again, but for a line that was not finished, which goes', () => {
  const one = journal('a');
  one.begin('digest');
  one.add(ALONE);
  appendFileSync(one.path, '{"first":2,"fro');
  expect(resume('a')).toEqual({ runs: [ALONE], places: [], warnings: [] });
  one.add(PAIRS);
  expect(resume('a')).toEqual({ runs: [ALONE, PAIRS], places: [], warnings: [] });
});

test('pairs that are clean take no room, however many they are', () => {
  const one = journal('small');
  one.begin('digest');
  one.add(CLEAN_PAIRS);
  const [, line] = readFileSync(one.path, 'utf8').split('\n');
  expect(JSON.parse(line)).toEqual({ first: 1, from: 257, to: 513, outcomes: [] });
});

test('a journal is read line by line, wherever its pieces end', () => {
  const one = journal('long');
  one.begin('digest');
  const head = readFileSync(one.path, 'utf8');
  // More than a piece, of lines of which none ends with one.
  const lines = Array.from({ length: 30_000 }, (_, at) =>
    JSON.stringify({ first: at, from: 1, to: 300, outcomes: [] }),
  );
  writeFileSync(one.path, `${head}${lines.join('\n')}\n`);
  const { runs, warnings } = resume('long');
  expect(runs.map(({ first }) => first)).toEqual(lines.map((_, at) => at));
  expect(warnings).toEqual([]);
});

test('what was executed is kept from when the journal begins, in any order with runs', () => {
  const one = journal('covered');
  one.cover([1]);
  one.begin('digest');
  one.cover([2, 3]);
  one.add(ALONE);
  one.cover([4]);
  appendFileSync(one.path, '{"covered":[5');
  expect(resume('covered')).toEqual({ runs: [ALONE], places: [2, 3, 4], warnings: [] });
});

test.each([
  { name: 'no JSON', line: '{"first":1,' },
  { name: 'nothing', line: '' },
  { name: 'something else', line: '{"place":[1,0]}' },
  { name: 'no runs', line: '{"first":1,"from":3,"to":3,"outcomes":[]}' },
  { name: 'runs of no sweep', line: '{"first":1,"from":-1,"to":3,"outcomes":[]}' },
  { name: 'a first fault without its outcome', line: '{"first":1,"from":0,"to":1,"outcomes":[]}' },
  {
    name: 'an outcome of other runs',
    line: JSON.stringify({ ...PAIRS, from: 8 }),
  },
])('a line in the middle with $name is told, and its runs are not known', ({ line }) => {
  const one = journal('damaged');
  one.begin('digest');
  one.add(ALONE);
  appendFileSync(one.path, `${line}\n`);
  one.add(CLEAN_PAIRS);
  const { runs, warnings } = resume('damaged');
  expect(runs).toEqual([ALONE, CLEAN_PAIRS]);
  expect(warnings).toEqual([
    expect.stringMatching(/^line 3 of .*damaged is damaged: its runs are played again$/),
  ]);
});

test('one that nobody asked for and cannot be written is told once, and is done without', () => {
  folder.write('file', '');
  const told: string[] = [];
  const one = new Journal(join(folder.path, 'file', 'below'), (text) => told.push(text));
  one.begin('digest');
  one.add(ALONE);
  one.cover([1]);
  one.remove();
  expect(told).toEqual([expect.stringMatching(/^the journal .* cannot be written \(E\w+\): /)]);
});

test('the usual journal is the same for the same sweep, and lies beside those of other users', () => {
  const path = usualJournal(REQUEST, WHOLE);
  expect(dirname(path)).toBe(tmpdir());
  expect(usualJournal(REQUEST, WHOLE)).toBe(path);
  expect(usualJournal({ ...REQUEST, pairs: true }, WHOLE)).not.toBe(path);
});

test('a journal of another sweep, or none, is told', () => {
  const one = journal('c');
  expect(() => resume('c')).toThrow('there is nothing to resume');
  one.begin('other');
  expect(() => resume('c')).toThrow('is the journal of another sweep');
  writeFileSync(one.path, '');
  expect(() => resume('c')).toThrow('is the journal of another sweep');
  expect(() => resume('')).toThrow('cannot be read (EISDIR)');
  expect(() => journal('c/below').begin('digest')).toThrow('cannot be written');
});
