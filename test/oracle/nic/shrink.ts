/**
 * Makes a failing program smaller: delta debugging (Zeller and Hildebrandt, Simplifying and
 * Isolating Failure-Inducing Input, 2002), first on its steps, then on their operations.
 */
import type { Operation, Program, Step } from './program';

/** Tries at most: each runs QEMU. */
const TRIES_MAX = 300;

/**
 * The smallest program found that still fails. `fails` is asked of each candidate; it should say yes
 * only to the same failure, for a part of a program may fail in ways of its own.
 */
export async function shrink(
  program: Program,
  fails: (candidate: Program) => Promise<boolean>,
): Promise<Program> {
  let triesLeft = TRIES_MAX;
  const test = async (steps: readonly Step[]) =>
    triesLeft-- > 0 && (await fails({ ...program, steps }));
  let steps = await reduce(program.steps, ({ isSetup }) => !isSetup, test);
  for (let index = 0; index < steps.length; index++) {
    const { isSetup } = steps[index];
    const operations = await reduce<Operation>(
      steps[index].operations,
      () => !isSetup,
      (some) => test(steps.with(index, { isSetup, operations: some })),
    );
    steps = steps.with(index, { isSetup, operations });
  }
  return { ...program, steps };
}

/** A list of which none that `mayGo` can be left out, as far as `test` was asked. */
async function reduce<Item>(
  items: readonly Item[],
  mayGo: (item: Item) => boolean,
  test: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let kept = items;
  // Halves the pieces until they are single items: as many rounds as the length has bits, and one
  // more for each piece taken out.
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : size >> 1) {
    // From the end, because what comes later seldom matters to what came before.
    for (let end = kept.length; end > 0; end -= size) {
      const start = Math.max(end - size, 0);
      const candidate = kept.filter((item, at) => at < start || at >= end || !mayGo(item));
      if (candidate.length < kept.length && (await test(candidate))) kept = candidate;
    }
  }
  return kept;
}
