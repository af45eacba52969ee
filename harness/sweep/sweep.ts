/** A sweep from its plan to its result, or one shard of it. */
import { Collection } from './collection';
import { Conductor, type ConductOptions } from './conduct';
import { bugsOf } from './gather';
import {
  indexOfFirst,
  WHOLE,
  type PlayedRuns,
  type RunOutcome,
  type Shard,
  type Swept,
  type Told,
} from './outcome';
import type { PlannedFault } from './plan';
import { Played } from './played';
import type { SweepTask } from './player';
import { doesNotRepeat } from './repeat';
import type { SweepRequest } from './request';
import { toldBy } from './told';

/** Runs that a thread gets at once, and that are played again if a sweep is interrupted in them. */
const TASK_RUNS_MAX = 256;

export interface SweepOptions extends ConductOptions {
  readonly shard?: Shard;
  /** Gets the digest of the plan; tells what was played of it before. */
  readonly planned?: (digest: string, tell: (runs: PlayedRuns) => void) => void;
  /** Gets the number of runs that are to be played now, and how many faults each has. */
  readonly begun?: (count: number, what: 'fault' | 'pair') => void;
  /** Gets runs as they have been played, in any order. */
  readonly ended?: (runs: PlayedRuns) => void;
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
    const collection = new Collection();
    const played = new Played();
    const add = (runs: PlayedRuns): void => {
      if (played.add(runs)) runs.outcomes.forEach((outcome) => collection.add(outcome));
    };
    collection.add(clean);
    options.planned?.(digest, add);
    const firsts = firstsOf(faults, shard);
    // Each alone comes first: it tells how many pairs there are, and what is nothing new in them.
    for (const what of request.pairs ? (['fault', 'pair'] as const) : (['fault'] as const)) {
      const left = firsts.flatMap(({ first, fault }) =>
        played.left(first, what).map(([from, to]) => ({ first, fault, from, to })),
      );
      options.begun?.(
        left.reduce((sum, { from, to }) => sum + to - from, 0),
        what,
      );
      await conductor.play(cut(left), (runs) => {
        add(runs);
        options.ended?.(runs);
      });
    }
    const { outcomes } = collection;
    const told = await explainAll(conductor, request, outcomes);
    return { request, shard, digest, faults, outcomes, told };
  } finally {
    conductor.end();
  }
}

function firstsOf(faults: readonly PlannedFault[], { index, count }: Shard) {
  return faults
    .map(({ fault }, at) => ({ first: at + 1, fault }))
    .filter(({ first }) => indexOfFirst(first, count) === index);
}

function* cut(tasks: readonly SweepTask[]): Generator<SweepTask> {
  for (const task of tasks)
    for (let { from } = task; from < task.to; from += TASK_RUNS_MAX)
      yield { ...task, from, to: Math.min(from + TASK_RUNS_MAX, task.to) };
}

async function explainAll(
  conductor: Conductor,
  request: SweepRequest,
  outcomes: readonly RunOutcome[],
): Promise<Told[]> {
  const explained = new Map<RunOutcome, readonly Told[]>();
  const all: Told[] = [];
  for (const { fingerprint, runs } of bugsOf(outcomes)) {
    const [first] = runs;
    let told = first.told ?? explained.get(first);
    if (told === undefined) {
      told = toldBy(request.driver, await conductor.explain(first.faults));
      explained.set(first, told);
    }
    const one = told.find((finding) => finding.fingerprint === fingerprint);
    if (one === undefined) throw doesNotRepeat(request, first.faults);
    all.push(one);
  }
  return all;
}
