/** Many frames: a driver that spoils one is found, and one that has no network is not called good. */
import { loadDriverFile } from '../../../harness/loader';
import { runScenario } from '../../../harness/run';
import { soak } from '../../../harness/scenarios';

function play(driverName: string) {
  const { driver } = loadDriverFile(driverName);
  const { runs } = runScenario({ driver, driverName, scenario: soak });
  return runs.map(({ verdict, findings }) => ({
    verdict,
    rules: findings.map(({ rule }) => rule),
  }));
}

test('the first frame that is spoilt ends it', () => {
  expect(play('garbles-long-frames')).toEqual([
    { verdict: 'findings', rules: ['packet/frame-data-wrong'] },
  ]);
});

test('a driver that keeps off the network is inconclusive', () => {
  expect(play('queues-sends-for-seconds')).toEqual([{ verdict: 'inconclusive', rules: [] }]);
});
