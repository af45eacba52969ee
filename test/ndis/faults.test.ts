import { NdisMRegisterMiniport, NdisTerminateWrapper } from '../../ndis/exports/wrapper';
import type { AnyRow } from '../../ndis/row';
import { FaultPlan, formatFault, isFailureOf, parseSpoil, type Fault } from '../../ndis/faults';

const fault = (call: string, failure: string, occurrence: number): Fault => ({
  call,
  failure,
  occurrence,
});

test.each([
  [fault('NdisMMapIoSpace', 'NDIS_STATUS_RESOURCES', 1), 'NdisMMapIoSpace=NDIS_STATUS_RESOURCES#1'],
  [
    fault('NdisMRegisterMiniport', 'MajorNdisVersion:9', 2),
    'NdisMRegisterMiniport=MajorNdisVersion:9#2',
  ],
])('%o is written %s', (given, want) => {
  expect(formatFault(given)).toBe(want);
});

test.each([
  ['NDIS_STATUS_FAILURE', undefined],
  ['MajorNdisVersion:9', { name: 'MajorNdisVersion', value: 9 }],
  ['InitializeHandler:0x10', { name: 'InitializeHandler', value: 16 }],
  ['Nothing:', { name: 'Nothing', value: 0 }],
])('%s spoils %o', (failure, want) => {
  expect(parseSpoil(failure)).toEqual(want);
});

test.each([
  { row: NdisMRegisterMiniport, failure: 'NDIS_STATUS_BAD_VERSION', want: true },
  { row: NdisMRegisterMiniport, failure: 'NDIS_STATUS_PENDING', want: false },
  { row: NdisMRegisterMiniport, failure: 'MajorNdisVersion:9', want: true },
  { row: NdisMRegisterMiniport, failure: 'MajorNdisVersion:x', want: false },
  { row: NdisMRegisterMiniport, failure: 'Nothing:1', want: false },
  { row: NdisTerminateWrapper, failure: 'MajorNdisVersion:9', want: false },
  { row: NdisTerminateWrapper, failure: 'NULL', want: false },
])('whether $row.name can fail by $failure', ({ row, failure, want }) => {
  expect(isFailureOf(row, failure)).toBe(want);
});

const rowOf = (name: string) => ({ name, fails: ['NULL'] }) as unknown as AnyRow;

describe('a plan', () => {
  const A1 = fault('A', 'NULL', 1);
  const A3 = fault('A', 'NDIS_STATUS_FAILURE', 3);
  const B2 = fault('B', 'NDIS_STATUS_RESOURCES', 2);

  test('fails each call at its occurrence, counted by call', () => {
    const plan = new FaultPlan([A1, A3, B2]);
    const calls = ['A', 'B', 'A', 'C', 'A', 'B', 'A', 'B'];
    expect(calls.map((name) => plan.next(rowOf(name), -1))).toEqual([
      'NULL',
      undefined,
      undefined,
      undefined,
      'NDIS_STATUS_FAILURE',
      'NDIS_STATUS_RESOURCES',
      undefined,
      undefined,
    ]);
    expect(plan.injected).toEqual([A1, A3, B2]);
  });

  test('without faults fails nothing', () => {
    const plan = new FaultPlan([]);
    expect(plan.next(rowOf('A'), -1)).toBeUndefined();
    expect(plan.injected).toEqual([]);
  });

  test('of a shortage fails what asks for more, until it ends', () => {
    const plan = new FaultPlan([]);
    const allocationRefused = jest.fn();
    const ask = () => [-1, 64, 65, 4096].map((bytes) => plan.next(rowOf('A'), bytes));
    expect(ask()).toEqual([undefined, undefined, undefined, undefined]);
    plan.limitAllocations(64, { allocationRefused });
    expect(ask()).toEqual([undefined, undefined, 'NULL', 'NULL']);
    expect(allocationRefused).toHaveBeenCalledTimes(2);
    plan.limitAllocations(Infinity);
    expect(ask()).toEqual([undefined, undefined, undefined, undefined]);
  });
});
