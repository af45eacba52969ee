import { painter } from '../../../harness/report';
import { unwindMatrix } from '../../../harness/report/unwind-matrix';
import type { UnwindRow } from '../../../harness/sweep/outcome';

const row = (fault: string, acquiredAt: string, outcome: UnwindRow['outcome']): UnwindRow => ({
  fault,
  kind: 'tagged-memory',
  acquiredAt,
  outcome,
  count: 1,
});

test('faults of a call that came to the same are one line; the worst of an origin counts', () => {
  const rows = [
    row('NdisA=NULL#1', 'a.ts:1', 'released'),
    row('NdisA=NULL#2', 'a.ts:1', 'released'),
    row('NdisB=NULL#1', 'a.ts:1', 'held'),
    row('NdisB=NULL#1', 'b.ts:2', 'released'),
    row('NdisB=NULL#1', 'b.ts:2', 'lost'),
  ];
  expect(unwindMatrix(rows, painter(false)).split('\n').slice(1)).toEqual([
    '           a b',
    'NdisA (2)  .',
    'NdisB      = X',
    'where a  tagged-memory, a.ts:1',
    'where b  tagged-memory, b.ts:2',
  ]);
});

test.each([
  { held: 40, lost: 0, want: '40 origins', of: 'nothing of them lost' },
  { held: 40, lost: 2, want: '40 origins', of: 'nothing of them lost' },
  { held: 3, lost: 33, want: '6 origins', of: '3 of which something was lost' },
])('$lost lost of many: what is not shown is said truly', ({ held, lost, want, of }) => {
  const rows = [
    ...Array.from({ length: held }, (_, at) => row('NdisA=NULL#1', `a.ts:${at}`, 'held')),
    ...Array.from({ length: lost }, (_, at) => row('NdisA=NULL#1', `b.ts:${at}`, 'lost')),
  ];
  expect(unwindMatrix(rows, painter(false)).split('\n').at(-1)).toBe(
    `${want} of what was held when a call failed are not shown, ${of}`,
  );
});

test('nothing held is no matrix', () => {
  expect(unwindMatrix([], painter(false))).toBe('');
});
