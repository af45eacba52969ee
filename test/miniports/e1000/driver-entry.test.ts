/** The 82540EM's driver in the scenarios: it keeps every rule. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as driver from '../../../miniports/e1000';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];

describe.each(['strict', 'windows'] as const)('profile %s', (profile) => {
  test.each(names)('scenario %s is clean', (name) => {
    const result = runScenario({
      driver,
      driverName: 'e1000',
      scenario: SCENARIOS[name],
      profile,
    });
    const faulty = result.runs.filter(({ verdict }) => verdict !== 'clean');
    expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
      [],
    );
  });
});

test('the same seed gives the same run', () => {
  const play = () => runScenario({ driver, driverName: 'e1000', seed: 7 }).runs[0].traceHash;
  expect(play()).toBe(play());
});
