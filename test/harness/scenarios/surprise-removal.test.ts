/** The NIC pulled out: which moments are tried, and that each can be repeated. */
import { planRuns, runOnce, runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as e1000 from '../../../miniports/e1000';
import * as mapsOneRegister from '../../support/keepers/maps-one-register';

const scenario = SCENARIOS['surprise-removal'];

test('is tried at so many accesses, the first and the last of each handler, and when idle', () => {
  const notes: string[] = [];
  const options = { driver: e1000, driverName: 'e1000', scenario };
  const plans = planRuns({ ...options, onNote: (text) => void notes.push(text) });
  expect(plans).toHaveLength(49);
  expect(plans[0]).toEqual({ faults: [] });
  expect(plans[1].faults).toEqual([{ call: 'DeviceAccess', failure: 'REMOVED', occurrence: 1 }]);
  expect(notes).toEqual([
    expect.stringMatching(/^surprise-removal: 48 of \d+ accesses .* --fail DeviceAccess=REMOVED#N/),
  ]);
});

test('says nothing of the plan when every access is tried', () => {
  const notes: string[] = [];
  const options = { driver: mapsOneRegister, driverName: 'keeper', scenario };
  planRuns({ ...options, onNote: (text) => void notes.push(text) });
  expect(notes).toEqual([]);
});

test('one moment repeats to the byte, and its line says which it was', () => {
  const options = { driver: e1000, driverName: 'e1000', scenario };
  const plan = { faults: [{ call: 'DeviceAccess', failure: 'REMOVED', occurrence: 700 }] };
  const first = runOnce(options, plan);
  expect(first).toMatchObject({ verdict: 'clean', fault: 'DeviceAccess=REMOVED#700' });
  expect(first.replay).toContain("--fail 'DeviceAccess=REMOVED#700'");
  expect(runOnce(options, plan)).toEqual(first);
});

test('a life whose NIC goes is not started a second time', () => {
  const faults = [{ call: 'DeviceAccess', failure: 'REMOVED', occurrence: 5 }];
  const missed: unknown[] = [];
  const options = { driver: e1000, driverName: 'e1000', faults };
  runScenario({ ...options, onFaultsMissed: (all) => void missed.push(...all) });
  expect(missed).toEqual([]);
});
