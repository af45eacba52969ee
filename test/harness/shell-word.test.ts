/** Words as they are pasted into a shell. */
import { shellWord } from '../../harness/shell-word';

test.each([
  { word: 'e1000', want: 'e1000' },
  { word: '../a/driver.ts', want: '../a/driver.ts' },
  { word: '', want: "''" },
  { word: 'a b', want: "'a b'" },
  { word: 'NdisMSleep=NULL#1', want: "'NdisMSleep=NULL#1'" },
  { word: "o'brien", want: "'o'\\''brien'" },
])('$word', ({ word, want }) => {
  expect(shellWord(word)).toBe(want);
});
