/** Numbers in sentences. */
import { count } from '../../harness/count';

test.each([
  { value: 0, want: '0 runs' },
  { value: 1, want: '1 run' },
  { value: 2, want: '2 runs' },
])('$want', ({ value, want }) => {
  expect(count(value, 'run')).toBe(want);
});
