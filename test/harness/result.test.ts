/** The result of a scenario from those of its runs. */
import { scenarioResult, type Verdict } from '../../harness/result';
import { run } from '../support/results';

const PLAYED = {
  driver: 'driver.ts',
  device: '82540em',
  scenario: 'life',
  profile: 'strict',
  seed: 1,
} as const;

test.each<{ verdicts: Verdict[]; want: Verdict }>([
  { verdicts: [], want: 'clean' },
  { verdicts: ['clean'], want: 'clean' },
  { verdicts: ['clean', 'inconclusive', 'clean'], want: 'inconclusive' },
  { verdicts: ['inconclusive', 'findings', 'clean'], want: 'findings' },
])('$verdicts are $want', ({ verdicts, want }) => {
  const runs = verdicts.map((verdict) => run({ verdict }));
  expect(scenarioResult(PLAYED, runs)).toEqual({ schema: 1, ...PLAYED, verdict: want, runs });
});

test('what else is known of it stays out', () => {
  const more = { ...PLAYED, trace: 'trace.jsonl' };
  expect(Object.keys(scenarioResult(more, []))).toEqual([
    'schema',
    'driver',
    'device',
    'scenario',
    'profile',
    'seed',
    'verdict',
    'runs',
  ]);
});
