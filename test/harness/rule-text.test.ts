/** Bug checks and resources in words. */
import { bugCheckText, resourcesOf } from '../../harness/rule-text';

test.each([
  { check: { code: 0xd1 }, want: 'bug check 0x000000D1' },
  {
    check: { code: 0xc2, parameter1: 7 },
    want: 'bug check 0x000000C2 with parameter 1 = 0x00000007',
  },
  {
    check: { code: 0xd2, parameter4: 2, at: 'MiniportHalt', resource: 'shared-memory' },
    want: 'bug check 0x000000D2 with parameter 4 = 0x00000002, on the return of MiniportHalt, for shared memory',
  },
  { check: { code: 0xb8, isInDpc: true }, want: 'bug check 0x000000B8, in a DPC' },
  { check: { code: 0x7e, irql: 'passive' }, want: 'bug check 0x0000007E, at passive IRQL' },
] as const)('$want', ({ check, want }) => {
  expect(bugCheckText(check)).toBe(want);
});

test('what is given back is named once, whatever call took it', () => {
  expect(resourcesOf('resource/memory-not-freed')).toEqual([
    'pool memory, given back by NdisFreeMemory',
    'contiguous memory, given back by MmFreeContiguousMemory',
    'an I/O request, given back by IoFreeIrp',
    'a work item, given back by IoFreeWorkItem',
    'locked pages, given back by MmUnlockPages',
  ]);
  expect(resourcesOf('irql/wrong-irql')).toEqual([]);
});
