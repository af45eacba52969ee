import { ledgerOf, matchers } from '../../../harness/jest';
import { leakingRun, result as scenario, run } from '../../support/results';
import { result as sweepOf } from '../../support/sweeps';

expect.extend(matchers);

test('a run that gives everything back', () => {
  expect(run()).toReleaseEverything();
  expect(run()).toHaveNoFindings();
  expect(scenario([run()], 'clean')).toReleaseEverything();
  expect(ledgerOf(run())).toBe('wrapper-handle: 2 taken, 2 given back');
});

test('a run that does not: the message names the resource, its line and the replay', () => {
  const leaking = leakingRun('NDIS_STATUS_FAILURE');
  expect(() => expect(leaking).toReleaseEverything()).toThrow(
    /1 of 1 wrapper-handle \(driver\.ts:4\), when NdisMRegisterMiniport.*\n.*ndislab run/,
  );
  expect(() => expect(scenario([run(), leaking], 'findings')).toHaveNoFindings()).toThrow(
    'registration/wrapper-not-terminated',
  );
  expect(leaking).not.toReleaseEverything();
});

test('an inconclusive run is not one without findings', () => {
  const stopped = { kind: 'inconclusive', what: 'NdisFoo is not modelled' } as const;
  expect(() => expect(run({ verdict: 'inconclusive', stopped })).toHaveNoFindings()).toThrow(
    'NdisFoo',
  );
});

test('a sweep', () => {
  expect(sweepOf([])).toHaveNoFindings();
  expect(() => expect(sweepOf(['aaaaaaaaaaaaaaaa'])).toHaveNoFindings()).toThrow(
    'when NdisMMapIoSpace',
  );
});

test('what is not played yet is told', () => {
  expect(() => expect(Promise.resolve(run())).toHaveNoFindings()).toThrow('await');
});
