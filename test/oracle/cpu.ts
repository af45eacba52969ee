/**
 * Compares random programs on the simulated processor with the real one:
 * `ts-node --transpile-only test/oracle/cpu.ts <count> <seed>`, in both tiers. Exit status 1 if any differ, 2
 * where this machine cannot run i386 programs.
 */
import { compareWithNative } from '../support/cpu-oracle/compare';

const BATCH_COUNT = 2000;

function main(count: number, seed: number): number {
  let differing = 0;
  let instructions = 0;
  for (let done = 0; done < count; done += BATCH_COUNT) {
    for (const tier of ['interpreted', 'translated'] as const) {
      const comparison = compareWithNative(seed + done, Math.min(BATCH_COUNT, count - done), tier);
      if (comparison === undefined) {
        console.log('this machine does not run i386 programs');
        return 2;
      }
      instructions += comparison.instructions;
      differing += comparison.differences.length;
      for (const { seed: one, code, what } of comparison.differences.slice(0, 5))
        console.log(`seed ${one}, ${tier}: ${what}\n  ${code}`);
    }
    if (differing > 50) break;
  }
  console.log(`${count} programs, ${instructions} instructions, ${differing} differ`);
  return differing === 0 ? 0 : 1;
}

process.exitCode = main(Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 1));
