/** The RTL8029AS's driver in the scenarios: it keeps every rule. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as driver from '../../../miniports/ne2000';

const names = Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[];
const options = { driver, driverName: 'ne2000', device: 'rtl8029' };

test.each([
  ...names.map((name) => ({ name, profile: 'strict' as const })),
  { name: 'life' as const, profile: 'windows' as const },
])('scenario $name is clean in profile $profile', ({ name, profile }) => {
  const result = runScenario({ ...options, scenario: SCENARIOS[name], profile });
  const faulty = result.runs.filter(({ verdict }) => verdict !== 'clean');
  expect(faulty.map(({ replay, findings, stopped }) => ({ replay, findings, stopped }))).toEqual(
    [],
  );
});

test('the same seed gives the same run', () => {
  const play = () => runScenario({ ...options, seed: 7 }).runs[0].traceHash;
  expect(play()).toBe(play());
});
