/** A sweep from its plan to its result, or one shard of it. */
import { UsageError } from '../result';
import { Conductor, type ConductOptions } from './conduct';
import { bugsOf } from './gather';
import {
  comparePlaces,
  isKept,
  WHOLE,
  type RunOutcome,
  type Shard,
  type Swept,
  type Told,
} from './outcome';
import type { PlannedFault } from './plan';
import type { SweepTask } from './player';
import type { SweepRequest } from './request';
import { toldBy } from './told';

export interface SweepOptions extends ConductOptions {
  readonly shard?: Shard;
  /** Gets the digest of the plan; gives what was played of it before, first faults as a whole. */
  readonly planned?: (digest: string) => readonly RunOutcome[];
  /** Gets the number of first faults that are to be played now. */
  readonly begun?: (count: number) => void;
  /** Gets outcomes as they come, in any order. */
  readonly ended?: (outcomes: readonly RunOutcome[]) => void;
}

/** @throws UsageError if the driver cannot be loaded; HarnessFault if the fault is ours. */
export async function sweep(request: SweepRequest, options: SweepOptions = {}): Promise<Swept> {
  const { shard = WHOLE } = options;
  const conductor = new Conductor(request, options);
  try {
    const plan = await conductor.plan();
    // Lost in the clean run, a driver is known well enough: every run would be lost.
    if (!('digest' in plan))
      return { request, shard, digest: '', faults: [], outcomes: [plan], told: plan.told ?? [] };
    const { digest, faults, clean } = plan;
    const before = options.planned?.(digest) ?? [];
    const outcomes = [clean, ...before.filter(isKept)];
    const isPlayed = new Set(outcomes.slice(1).map(({ place }) => place[0]));
    const tasks = tasksOf(faults, shard).filter(({ first }) => !isPlayed.has(first));
    options.begun?.(tasks.length);
    await conductor.play(tasks, (ended) => {
      outcomes.push(...ended.filter(isKept));
      options.ended?.(ended);
    });
    outcomes.sort((a, b) => comparePlaces(a.place, b.place));
    const told = await explainAll(conductor, request, outcomes);
    return { request, shard, digest, faults, outcomes, told };
  } finally {
    conductor.end();
  }
}

function tasksOf(faults: readonly PlannedFault[], { index, count }: Shard): SweepTask[] {
  return faults
    .map(({ fault }, at) => ({ first: at + 1, fault, from: 0 }))
    .filter((_task, at) => at % count === index - 1);
}

async function explainAll(
  conductor: Conductor,
  { driver }: SweepRequest,
  outcomes: readonly RunOutcome[],
): Promise<Told[]> {
  const explained = new Map<RunOutcome, readonly Told[]>();
  const all: Told[] = [];
  for (const { fingerprint, rule, runs } of bugsOf(outcomes)) {
    const [first] = runs;
    let told = first.told ?? explained.get(first);
    if (told === undefined) {
      told = toldBy(driver, await conductor.explain(first.faults));
      explained.set(first, told);
    }
    const one = told.find((finding) => finding.fingerprint === fingerprint);
    if (one === undefined)
      throw new UsageError(
        `${driver} cannot be swept: it does not do the same twice (${rule}); does it keep ` +
          'something outside of simulated memory?',
      );
    all.push(one);
  }
  return all;
}
