/** Our models against what QEMU answered when the transcripts were recorded. */
import { addVerdict, compare, NO_VERDICT, type Verdict } from './compare';
import { DEVICES } from './devices';
import { runOnModel } from './model';
import { readTranscripts } from './transcripts';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'transcripts');

describe.each(DEVICES)('$name', (device) => {
  const runs = readTranscripts(FOLDER, device);

  test('there are programs for every variant', () => {
    const variants = new Set(runs.map(({ program }) => program.variant));
    expect([...variants].sort()).toEqual(device.variants.map(({ qemu }) => qemu).sort());
  });

  test('every difference is a known deviation', () => {
    const verdict = runs
      .map(({ program, answers }) =>
        compare(program, runOnModel(device, program), answers, device.deviations),
      )
      .reduce<Verdict>(addVerdict, NO_VERDICT);
    expect(verdict.unexplained).toEqual([]);
    // Most answers are simply equal: deviations are exceptions.
    expect(verdict.equalCount / verdict.comparedCount).toBeGreaterThan(0.7);
  });

  test.each(device.mutants)('a spoilt model is found: $name', (mutant) => {
    const isFound = runs.some(({ program, answers }) => {
      const ours = runOnModel(device, program, mutant);
      return compare(program, ours, answers, device.deviations).unexplained.length > 0;
    });
    expect(isFound).toBe(true);
  });
});
