import { ctrfSweep } from '../../../harness/report';
import { result } from '../../support/sweeps';

test('each kind of fault and each bug is a test, and the numbers add up', () => {
  const { results } = JSON.parse(ctrfSweep(result(['aaaaaaaaaaaaaaaa']), '1.2.3')) as {
    results: { summary: object; tests: object[] };
  };
  expect(results.summary).toMatchObject({ tests: 2, passed: 1, failed: 1, skipped: 0, other: 0 });
  expect(results.tests).toMatchObject([
    { name: 'call: 2 runs', status: 'passed' },
    {
      name: 'resource/memory-not-freed aaaaaaaaaaaaaaaa',
      status: 'failed',
      filePath: 'src/my driver.ts',
      line: 12,
    },
  ]);
});
