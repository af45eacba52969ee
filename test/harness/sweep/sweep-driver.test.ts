import { UsageError } from '../../../harness/result';
import { sweepDriver, type SweepDriverOptions } from '../../../harness/sweep/sweep-driver';

test.each([
  { options: { threads: 0 }, want: 'threads is a whole number from 1, not 0' },
  { options: { threads: 1.5 }, want: 'threads is a whole number from 1, not 1.5' },
  { options: { only: [] }, want: 'only is a list of call, gone' },
  { options: { only: ['cal'] }, want: 'not ["cal"]' },
  { options: { profile: 'win' }, want: 'profile is strict or windows, not "win"' },
  { options: { seed: -1 }, want: 'seed is a whole number from 0, not -1' },
])('$options, which would sweep nothing or something else, is refused', async (row) => {
  const swept = sweepDriver('leaks-shared-memory', row.options as SweepDriverOptions);
  await expect(swept).rejects.toThrow(UsageError);
  await expect(sweepDriver('none', row.options as SweepDriverOptions)).rejects.toThrow(row.want);
});
