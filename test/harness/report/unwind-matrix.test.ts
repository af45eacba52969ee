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

test('nothing held is no matrix', () => {
  expect(unwindMatrix([], painter(false))).toBe('');
});
