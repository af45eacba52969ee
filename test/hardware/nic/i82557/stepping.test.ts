/** Which chip a revision is. 8255x SDM 4.1.6. */
import { steppingOf } from '../../../../hardware/nic/i82557/stepping';

test.each([
  { revisions: [1, 2, 3], want: '82557' },
  { revisions: [4, 5], want: '82558' },
  { revisions: [6, 7, 8, 9], want: '82559' },
])('$want', ({ revisions, want }) => {
  expect(revisions.map((revision) => steppingOf(revision).chip)).toEqual(revisions.map(() => want));
});

test.each([-1, 0, 0x0a, 0x0c, 0x10])('revision %i is none', (revision) => {
  expect(() => steppingOf(revision)).toThrow(RangeError);
});
