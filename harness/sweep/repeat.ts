/** What is said of a driver that does not do the same twice, as all runs of a sweep must. */
import type { Fault } from '../../ndis/faults';
import { UsageError } from '../result';
import { setKey } from './outcome';
import type { SweepRequest } from './request';

/** @param faults - of the run that was another when it was played again. */
export function doesNotRepeat({ driver }: SweepRequest, faults: readonly Fault[]): UsageError {
  const run = faults.length === 0 ? 'the run without a fault' : `the run with ${setKey(faults)}`;
  return new UsageError(
    `${driver} cannot be swept: it does not do the same twice in ${run}; does it keep something ` +
      'outside of simulated memory?',
  );
}
