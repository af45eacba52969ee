/** Registry values without sense: one that a driver lives with, and yet sends nothing by. */
import { runScenario } from '../../../harness/run';
import { SCENARIOS } from '../../../harness/scenarios';
import { driverWith } from '../../support/bugs';

test('a ring of no descriptors is found by the sends that never end', () => {
  const driver = driverWith({
    sample: 'e1000',
    file: 'configuration.ts',
    right: 'IntegerData >= keyword.min &&',
    wrong: '(IntegerData >= keyword.min || keyword === TRANSMIT_BUFFERS) &&',
  });
  const { runs } = runScenario({
    driver,
    driverName: 'e1000',
    scenario: SCENARIOS.configuration,
  });
  const wrong = runs.filter(({ verdict }) => verdict !== 'clean');
  expect(wrong.map(({ fault }) => fault)).toEqual(['registry=zero:TransmitBuffers#1']);
  expect(wrong[0].findings.map(({ rule }) => rule)).toContain(
    'resource/registry-value-not-checked',
  );
});
