import { UsageError } from '../../../harness/result';
import { applyBaseline, parseBaseline } from '../../../harness/sweep/baseline';
import type { SweepResult } from '../../../harness/sweep/result';
import { result } from '../../support/sweeps';

const FOUND = 'aaaaaaaaaaaaaaaa';
const OTHER = 'bbbbbbbbbbbbbbbb';
const accept = (...fingerprints: string[]) =>
  parseBaseline(
    JSON.stringify({
      schema: 1,
      accepted: fingerprints.map((fingerprint) => ({
        fingerprint,
        reason: 'old',
        until: '2027-01-31',
      })),
    }),
    'b.json',
  );

test.each([
  {
    name: 'what is accepted does not count',
    accepted: [FOUND],
    today: '2027-01-31',
    verdict: 'clean',
    fixed: [],
  },
  {
    name: 'it counts again the day after',
    accepted: [FOUND],
    today: '2027-02-01',
    verdict: 'findings',
    fixed: [],
  },
  {
    name: 'what is new counts',
    accepted: [OTHER],
    today: '2027-01-01',
    verdict: 'findings',
    fixed: [OTHER],
  },
  {
    name: 'what is fixed is said',
    accepted: [FOUND, OTHER],
    today: '2027-01-01',
    verdict: 'clean',
    fixed: [OTHER],
  },
])('$name', ({ accepted, today, verdict, fixed }) => {
  const got = applyBaseline(result([FOUND]), accept(...accepted), today, true);
  expect(got).toMatchObject({ verdict, fixed });
  expect(got.findings).toHaveLength(1);
});

test('of several entries for a bug the one that holds longest counts; an expired one is told', () => {
  const entry = (until: string) => ({ fingerprint: FOUND, reason: 'old', until });
  const apply = (...days: string[]) => {
    const accepted = days.map(entry);
    const { findings } = applyBaseline(
      result([FOUND]),
      { schema: 1, accepted },
      '2027-01-31',
      true,
    );
    return findings;
  };
  for (const days of [
    ['2026-01-01', '2027-02-01'],
    ['2027-02-01', '2026-01-01'],
  ])
    expect(apply(...days)).toMatchObject([{ accepted: { until: '2027-02-01' } }]);
  const [expired] = apply('2027-01-30');
  expect(expired).toMatchObject({ expired: { reason: 'old', until: '2027-01-30' } });
  expect(expired.accepted).toBeUndefined();
});

test('what a part of the faults does not show, or an inconclusive run, is not said to be fixed', () => {
  const of = (sweep: SweepResult, isWhole: boolean) =>
    applyBaseline(sweep, accept(OTHER), '2027-01-01', isWhole).fixed;
  const inconclusive = [{ what: 'NdisFoo is not modelled', faults: [] }];
  expect(of(result([FOUND]), true)).toEqual([OTHER]);
  expect(of(result([FOUND]), false)).toEqual([]);
  expect(of({ ...result([FOUND]), inconclusive }, true)).toEqual([]);
  const unswept = 'DriverEntry returned NDIS_STATUS_FAILURE';
  expect(of({ ...result([FOUND]), unswept }, true)).toEqual([]);
});

test.each([
  { name: 'no JSON', text: '[', want: 'b.json is no baseline: it is not JSON' },
  { name: 'no list', text: '{"schema":1}', want: 'is no baseline: accepted' },
  {
    name: 'no end date',
    text: `{"schema":1,"accepted":[{"fingerprint":"${FOUND}","reason":"old"}]}`,
    want: 'accepted.0.until',
  },
  {
    name: 'no date',
    text: `{"schema":1,"accepted":[{"fingerprint":"${FOUND}","reason":"old","until":"soon"}]}`,
    want: 'accepted.0.until',
  },
])('$name is told in one line', ({ text, want }) => {
  expect(() => parseBaseline(text, 'b.json')).toThrow(UsageError);
  expect(() => parseBaseline(text, 'b.json')).toThrow(want);
});
