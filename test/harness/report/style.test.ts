/** Tables and wrapped text. */
import { painter, table, wrap } from '../../../harness/report/style';

test('a table without a frame, and without blanks at the end of a line', () => {
  const rows = [
    ['one', '1'],
    ['seventeen', '17\n18'],
  ];
  expect(table(painter(false), ['Word', 'Number'], rows)).toBe(
    ['Word       Number', 'one        1', 'seventeen  17', '           18'].join('\n'),
  );
});

test.each([
  { text: '', columns: 10, want: [''] },
  { text: 'one two three', columns: 7, want: ['one two', 'three'] },
  { text: 'a-word-that-is-longer than it', columns: 7, want: ['a-word-that-is-longer', 'than it'] },
])('wrap $text', ({ text, columns, want }) => {
  expect(wrap(text, columns)).toEqual(want);
});
