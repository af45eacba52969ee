import { bugsOf, isWhole, sweepResult } from '../../../harness/sweep/gather';
import { FAULT_KINDS, isFaultKind } from '../../../harness/sweep/kinds';
import { WHOLE, type RunOutcome } from '../../../harness/sweep/outcome';
import { A, B, outcome, REQUEST, swept, telling } from '../../support/sweeps';

const FIRST = 'aaaaaaaaaaaaaaaa';

test.each([
  {
    name: 'each single fault that shows it',
    outcomes: [outcome([1, 0], [A], [FIRST]), outcome([2, 0], [B], [FIRST])],
    want: [
      [1, 0],
      [2, 0],
    ],
  },
  {
    name: 'no pair of which one fault is enough, wherever that is in the plan',
    outcomes: [outcome([1, 1], [A, B], [FIRST]), outcome([2, 0], [B], [FIRST])],
    want: [[2, 0]],
  },
  {
    name: 'a pair of which neither is enough',
    outcomes: [outcome([1, 0], [A]), outcome([1, 1], [A, B], [FIRST]), outcome([2, 0], [B])],
    want: [[1, 1]],
  },
  {
    name: 'the clean run alone, if that is enough',
    outcomes: [outcome([0, 0], [], [FIRST]), outcome([1, 0], [A], [FIRST])],
    want: [[0, 0]],
  },
])('a bug has $name', ({ outcomes, want }) => {
  const [bug] = bugsOf(outcomes);
  expect(bug.runs.map(({ place }) => place)).toEqual(want);
  // The order in which threads finish does not count.
  expect(bugsOf([...outcomes].reverse())).toEqual(bugsOf(outcomes));
});

test('the result names each bug once, and what stopped runs', () => {
  const outcomes = [
    outcome([0, 0], []),
    outcome([1, 0], [A], [FIRST]),
    {
      ...outcome([2, 0], [B]),
      verdict: 'inconclusive',
      stopped: 'NdisFoo is not modelled',
    } as const,
  ];
  const faults = [A, B].map((fault) => ({ kind: 'call', fault }) as const);
  const swept = { request: REQUEST, shard: WHOLE, digest: 'd', faults, outcomes };
  expect(sweepResult({ ...swept, told: [telling(FIRST)] })).toMatchObject({
    schema: 1,
    driver: 'driver.ts',
    verdict: 'findings',
    runs: 3,
    kinds: [{ kind: 'call', runs: 2 }],
    findings: [{ fingerprint: FIRST, faults: ['NdisMMapIoSpace=NDIS_STATUS_RESOURCES#1'] }],
    inconclusive: [
      { what: 'NdisFoo is not modelled', faults: ['NdisMRegisterInterrupt=NDIS_STATUS_FAILURE#1'] },
    ],
    fixed: [],
  });
  expect(sweepResult({ ...swept, outcomes: [outcomes[0], outcomes[2]], told: [] }).verdict).toBe(
    'inconclusive',
  );
});

test('pairs are counted by the run of their first fault; what stops runs has the least faults', () => {
  const stopped = (run: RunOutcome) =>
    ({ ...run, verdict: 'inconclusive', stopped: 'NdisFoo' }) as const;
  const outcomes = [
    outcome([0, 0], []),
    { ...outcome([1, 0], [A]), seconds: 7 },
    outcome([1, 3], [A, B], [FIRST]),
    stopped(outcome([1, 5], [A, B])),
    stopped(outcome([2, 0], [B])),
  ];
  const faults = [
    { kind: 'call', fault: A },
    { kind: 'timer', fault: B },
  ] as const;
  const told = [telling(FIRST)];
  const swept = { request: REQUEST, shard: WHOLE, digest: 'd', faults, outcomes, told };
  expect(sweepResult(swept)).toMatchObject({
    runs: 1 + 8 + 1,
    kinds: [
      { kind: 'call', runs: 8 },
      { kind: 'timer', runs: 1 },
    ],
    findings: [{ fingerprint: FIRST }],
    inconclusive: [{ what: 'NdisFoo', faults: ['NdisMRegisterInterrupt=NDIS_STATUS_FAILURE#1'] }],
  });
});

test('a sweep of some kinds or of a shard is not the whole', () => {
  const kinds = Object.keys(FAULT_KINDS).filter(isFaultKind);
  const whole = { ...swept([]), request: { ...REQUEST, kinds } };
  expect(isWhole(whole)).toBe(true);
  expect(isWhole(swept([]))).toBe(false);
  expect(isWhole({ ...whole, shard: { index: 1, count: 2 } })).toBe(false);
});

test.each([
  { name: 'started', clean: {}, digest: 'd', want: undefined },
  {
    name: 'did not start',
    clean: { refused: 'DriverEntry returned NDIS_STATUS_FAILURE' },
    digest: 'd',
    want: 'DriverEntry returned NDIS_STATUS_FAILURE',
  },
  { name: 'was cut off', clean: {}, digest: '', want: 'the driver had to be cut off' },
])('of a driver that $name without a fault, it is said', ({ clean, digest, want }) => {
  const outcomes = [{ ...outcome([0, 0], []), ...clean }, outcome([1, 0], [A])];
  expect(sweepResult({ ...swept([]), digest, outcomes }).unswept).toBe(want);
});
