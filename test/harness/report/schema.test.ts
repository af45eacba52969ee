/** The schema of results: it takes what runs give, and nothing else. */
import { jsonReport } from '../../../harness/report/json';
import { parseResult, resultJsonSchema } from '../../../harness/report/schema';
import { leakingRun, result, run } from '../../support/results';

const good = result([run(), leakingRun('NDIS_STATUS_FAILURE')], 'findings');

test('what is printed is read back as it was', () => {
  expect(parseResult(jsonReport(good))).toEqual(good);
});

test.each([
  { name: 'another schema', change: { schema: 2 } },
  { name: 'an unknown verdict', change: { verdict: 'fine' } },
  { name: 'a seed that is no number', change: { seed: '1' } },
  { name: 'a member too many', change: { more: 1 } },
  { name: 'no runs', change: { runs: undefined } },
  { name: 'a status without 0x', change: { runs: [run({ statuses: { DriverEntry: '0' } })] } },
  { name: 'a short hash', change: { runs: [run({ traceHash: '12' })] } },
])('refuses $name', ({ change }) => {
  expect(() => parseResult(JSON.stringify({ ...good, ...change }))).toThrow();
});

test('it is published as JSON Schema', () => {
  expect(resultJsonSchema()).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['schema', 'driver', 'device', 'scenario', 'profile', 'seed', 'verdict', 'runs'],
  });
});
