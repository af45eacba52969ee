/** Packets of awkward sizes. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { deviceOf } from '../../../miniports/sample-devices';
import { driverWith, type Bug } from '../../support/bugs';

test.each<Bug>([
  {
    bug: 'packets that are longer than the buffers are copied into them',
    sample: 'dc21x4',
    file: 'send.ts',
    right: "import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';",
    wrong: "import { HEADER_BYTES } from './frame';\nconst FRAME_BYTES_MAX = 0x1_0000;",
    shows: 'dma/shared-memory-overrun',
  },
])('$bug', (bug) => {
  const { sample } = bug;
  const options = { driver: driverWith(bug), driverName: sample, device: deviceOf(sample) };
  const { runs } = runScenario({ ...options, scenario: SCENARIOS['packet-shapes'] });
  const rules = runs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  expect(rules).toContain(bug.shows);
});
