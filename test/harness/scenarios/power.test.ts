/** Sleep: what comes to a driver while its NIC sleeps, and what is there again after it. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { deviceOf } from '../../../miniports/sample-devices';
import { driverWith, type Bug } from '../../support/bugs';

test.each<Bug>([
  {
    bug: 'a packet that comes back in D3 is given to the NIC',
    sample: 'e1000',
    file: 'receive.ts',
    right: 'Packet);\n  if (adapter.IsReceiving) write',
    wrong: 'Packet);\n  write',
    shows: 'power/hardware-accessed-in-d3',
  },
  {
    bug: 'a DPC that was queued before sleep enables interrupts',
    sample: 'e1000',
    file: 'interrupt.ts',
    right: '  if (adapter.State !== State.RUNNING) return false;\n',
    wrong: '',
    shows: 'power/hardware-accessed-in-d3',
  },
  {
    bug: 'the multicast list does not come back from sleep',
    sample: 'e1000',
    file: 'power.ts',
    right: 'beginTransition(ndis, adapter, Transition.SLEEP)',
    wrong: 'adapter.MulticastCount = 0;\n    beginTransition(ndis, adapter, Transition.SLEEP)',
    shows: 'power/traffic-lost-after-sleep',
  },
])('$bug', (bug) => {
  const { sample } = bug;
  const options = { driver: driverWith(bug), driverName: sample, device: deviceOf(sample) };
  const { runs } = runScenario({ ...options, scenario: SCENARIOS.power });
  const rules = runs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  expect(rules).toContain(bug.shows);
});
