/** The journal: what is written is read, by the mutant's own source, and what is broken is passed over. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryOf, note, readJournal } from './journal';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
const file = join(folder, 'j');
const mutant = {
  name: 'a f: drop X',
  sample: 'a',
  operator: 'drop',
  file: 'f.ts',
  source: 'f();',
} as const;

afterAll(() => rmSync(folder, { recursive: true }));

test('what became of a mutant is known later, but not of one of another source', () => {
  note(file, mutant, { found: { what: 'r', scenario: 'life' } });
  note(file, { ...mutant, name: 'a f: drop Y' }, {});
  note(file, { ...mutant, name: 'a f: drop Z' }, { fault: 'ndislab fell over' });
  appendFileSync(file, '{"entry":"a f: dro');
  const known = readJournal(file);
  expect(known.get(entryOf(mutant))).toEqual({ found: { what: 'r', scenario: 'life' } });
  expect(known.get(entryOf({ ...mutant, name: 'a f: drop Y' }))).toEqual({});
  expect(known.get(entryOf({ ...mutant, source: 'g();' }))).toBeUndefined();
  expect(known.size).toBe(2);
});

test('without a file nothing is known', () => {
  note(undefined, mutant, {});
  expect(readJournal(undefined).size + readJournal(join(folder, 'none')).size).toBe(0);
});
