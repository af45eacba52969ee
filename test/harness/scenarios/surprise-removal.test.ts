/** The NIC pulled out: which moments are tried, and that each can be repeated. */
import { planRuns, runOnce, runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import * as e1000 from '../../../miniports/e1000';
import * as passthru from '../../../miniports/passthru';
import { rulesUnder } from '../../support/bugs';
import * as mapsOneRegister from '../../support/keepers/maps-one-register';

const scenario = SCENARIOS['surprise-removal'];

test('is tried at so many accesses, the first and the last of each handler, and when idle', () => {
  const notes: string[] = [];
  const options = { driver: e1000, driverName: 'e1000', scenario };
  const plans = planRuns({ ...options, onNote: (text) => void notes.push(text) });
  expect(plans).toHaveLength(49);
  expect(plans[0]).toEqual({ faults: [] });
  expect(plans[1].faults).toEqual([
    { call: 'device', failure: 'gone', occurrence: expect.any(Number) },
  ]);
  expect(notes).toEqual([
    expect.stringMatching(/^surprise-removal: 48 of \d+ accesses .* --fail device=gone#N/),
  ]);
});

test('says nothing of the plan when every access is tried', () => {
  const notes: string[] = [];
  const options = { driver: mapsOneRegister, driverName: 'keeper', scenario };
  planRuns({ ...options, onNote: (text) => void notes.push(text) });
  expect(notes).toEqual([]);
});

// A NIC that was pulled out is there again after the first unload: later moments would never come.
test('each moment that is tried comes, the last one too', () => {
  const missed: unknown[] = [];
  const options = { driver: e1000, driverName: 'e1000', scenario };
  const last = planRuns(options).at(-1)!;
  runOnce({ ...options, onFaultsMissed: (all) => void missed.push(...all) }, last);
  expect(missed).toEqual([]);
});

test('one moment repeats to the byte, and its line says which it was', () => {
  const options = { driver: e1000, driverName: 'e1000', scenario };
  const plan = { faults: [{ call: 'device', failure: 'gone', occurrence: 700 }] };
  const first = runOnce(options, plan);
  expect(first).toMatchObject({ verdict: 'clean', fault: 'device=gone#700' });
  expect(first.replay).toContain("--fail 'device=gone#700'");
  expect(runOnce(options, plan)).toEqual(first);
});

test('a life whose NIC goes is lived once more when it is plugged in again', () => {
  const faults = [{ call: 'device', failure: 'gone', occurrence: 5 }];
  const missed: unknown[] = [];
  const options = { driver: e1000, driverName: 'e1000', faults };
  const result = runScenario({ ...options, onFaultsMissed: (all) => void missed.push(...all) });
  expect(missed).toEqual([]);
  expect(result.verdict).toBe('clean');
});

// An intermediate driver unbinds when its sends are over, and the NIC's driver is halted after that.
test.each([
  { lower: 'ne2000', device: 'rtl8029' },
  { lower: 'netkvm', device: 'virtio-net' },
])('$lower ends its sends before it is halted', ({ lower, device }) => {
  const driver = { DriverEntry: passthru.DriverEntry, lower };
  const options = { driver, driverName: 'passthru', device, scenario };
  const plans = planRuns(options).filter((_, index) => index % 8 === 7);
  for (const plan of plans) expect(runOnce(options, plan)).toMatchObject({ verdict: 'clean' });
});

// The interrupt of a slot may be on the line of its card (PCI 2.2, 2.2.6: lines are shared).
test('the slot interrupts as well: a NIC that is gone does not, whatever it reads as', () => {
  const rules = rulesUnder('surprise-removal', {
    sample: 'rtl8139',
    file: 'interrupt.ts',
    right: 'causes === 0 || causes === GONE',
    wrong: 'causes === 0',
  });
  expect(rules).toContain('interrupt/foreign-interrupt-claimed');
});
