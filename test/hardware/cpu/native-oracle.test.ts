/** Random programs against the real processor; see test/support/cpu-oracle. */
import { compareWithNative } from '../../support/cpu-oracle/compare';
import { makeBatch, runNatively } from '../../support/cpu-oracle/elf';

const canRunNatively = runNatively(makeBatch(0, 1)) !== undefined;
const whereNative = canRunNatively ? test : test.skip;

whereNative('registers, defined flags and memory are those of the real processor', () => {
  const comparison = compareWithNative(1_000_000, 2000)!;
  const replays = comparison.differences.map(
    ({ seed, what, code }) => `test/oracle/cpu.ts 1 ${seed}: ${what} ${code}`,
  );
  expect(replays).toEqual([]);
  expect(comparison.programs).toBe(2000);
  expect(comparison.instructions).toBeGreaterThan(100_000);
});
