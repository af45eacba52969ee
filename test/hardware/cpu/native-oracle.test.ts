/** Random programs against the real processor; see test/support/cpu-oracle. */
import { compareWithNative } from '../../support/cpu-oracle/compare';
import { makeBatch, runNatively } from '../../support/cpu-oracle/elf';

const canRunNatively = runNatively(makeBatch(0, 1)) !== undefined;
const whereNative = canRunNatively ? test : test.skip;

whereNative.each([
  ['interpreted', 2000],
  ['translated', 300],
] as const)('%s: registers, flags and memory are the real processor’s', (tier, count) => {
  const comparison = compareWithNative(1_000_000, count, tier)!;
  const replays = comparison.differences.map(
    ({ seed, what, code }) => `test/oracle/cpu.ts 1 ${seed}: ${what} ${code}`,
  );
  expect(replays).toEqual([]);
  expect(comparison.programs).toBe(count);
  expect(comparison.instructions).toBeGreaterThan(50 * count);
});
