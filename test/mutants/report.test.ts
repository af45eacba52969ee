/** The score: what counts, what does not, and what the page of it looks like. */
import { foundPart, pageOf, tableOf, type Outcome } from './report';

const OUTCOMES: readonly Outcome[] = [
  { name: 'a f: drop X', sample: 'a', operator: 'drop', end: 'found', how: 'r, life' },
  { name: 'a f: drop Y', sample: 'a', operator: 'drop', end: 'equivalent', how: 'as good' },
  { name: 'b g: double X', sample: 'b', operator: 'double', end: 'unseen', how: 'no check' },
  { name: 'b g: double Y', sample: 'b', operator: 'double', end: 'survivor', how: '' },
];

test.each<{ name: string; given: readonly Outcome[]; want: number }>([
  { name: 'nothing', given: [], want: 1 },
  { name: 'one found', given: OUTCOMES.slice(0, 1), want: 1 },
  { name: 'one found, one as good as the sample', given: OUTCOMES.slice(0, 2), want: 1 },
  { name: 'one found of three', given: OUTCOMES, want: 1 / 3 },
  { name: 'none found', given: OUTCOMES.slice(2), want: 0 },
])('the part that is found: $name', ({ given, want }) => {
  expect(foundPart(given)).toBe(want);
});

test('a table has a row for each sample and one for all', () => {
  const rows = tableOf(OUTCOMES).split('\n');
  expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['', 'a', 'b', 'all']);
  expect(rows[1]).toMatch(/^a +1\/1 .*1\/1 +100\.0 %$/);
  expect(rows[3]).toMatch(/^all +1\/1 +0\/2 .*1\/3 +33\.3 %$/);
});

test('the page names the score and those that survive without a reason, and is the same again', () => {
  const page = pageOf(OUTCOMES);
  expect(page).toMatch(/^# Who checks the checkers: mutants\n/);
  expect(page).toContain('at a time: 4\n');
  expect(page).toContain('Found: 33.3 %');
  expect(page).toContain('## Survivors\n\n- `b g: double Y`\n');
  expect(page).not.toContain('- `a f: drop X`');
  expect(pageOf(OUTCOMES)).toBe(page);
});
