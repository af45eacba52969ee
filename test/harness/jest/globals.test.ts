/** The matchers where `expect` is imported: their types are checked with those of this file. */
import { expect, test } from '@jest/globals';
import '../../../harness/jest/globals';
import { leakingRun, run } from '../../support/results';

test('the matchers are there, and typed', () => {
  expect(run()).toReleaseEverything();
  expect(run()).toHaveNoFindings();
  expect(() => expect(leakingRun('NDIS_STATUS_FAILURE')).toReleaseEverything()).toThrow(
    'wrapper-handle',
  );
});
