/** The result of a sweep from the outcomes of its runs: each bug once, with the least faults. */
import type { Fault } from '../../ndis/faults';
import type { RuleName } from '../../ndis/rules';
import type { Verdict } from '../result';
import { FAULT_KINDS } from './kinds';
import {
  comparePlaces,
  runCountOf,
  setKey,
  type RunOutcome,
  type Swept,
  type Told,
} from './outcome';
import type { PlannedFault } from './plan';
import type { SweepFinding, SweepInconclusive, SweepResult } from './result';

/** A bug, and the runs with the least faults that show it, the first one first. */
export interface Bug {
  readonly rule: RuleName;
  readonly fingerprint: string;
  readonly runs: readonly RunOutcome[];
}

/** Fewest faults first, and then in the order of the plan: the same in a part as in the whole. */
function compareRuns(a: RunOutcome, b: RunOutcome): number {
  return a.faults.length - b.faults.length || comparePlaces(a.place, b.place);
}

/** The bugs that runs show, in the order of the first run of each. */
export function bugsOf(outcomes: readonly RunOutcome[]): Bug[] {
  const leastRuns = leastRunsOf(outcomes, ({ seen }) => seen.map((one) => one.fingerprint));
  return [...leastRuns].map(([fingerprint, runs]) => {
    const { rule } = runs[0].seen.find((one) => one.fingerprint === fingerprint)!;
    return { rule, fingerprint, runs };
  });
}

/** For each thing that runs show, those with the least faults that show it. */
function leastRunsOf(
  outcomes: readonly RunOutcome[],
  signsOf: (run: RunOutcome) => readonly string[],
): Map<string, readonly RunOutcome[]> {
  const least = new Map<string, { runs: RunOutcome[]; sets: Set<string> }>();
  for (const run of [...outcomes].sort(compareRuns))
    for (const sign of signsOf(run)) {
      let one = least.get(sign);
      if (one === undefined) least.set(sign, (one = { runs: [], sets: new Set() }));
      if (isCovered(run.faults, one.sets)) continue;
      one.runs.push(run);
      one.sets.add(setKey(run.faults));
    }
  return new Map([...least].map(([sign, { runs }]) => [sign, runs]));
}

/** Whether fewer of these faults show the same. */
function isCovered(faults: readonly Fault[], sets: ReadonlySet<string>): boolean {
  if (sets.has('')) return true;
  return faults.length > 1 && faults.some((fault) => sets.has(setKey([fault])));
}

/** Whether it was to play every fault of every kind. */
export function isWhole({ request, shard }: Swept): boolean {
  const hasAllKinds = Object.keys(FAULT_KINDS).every((kind) =>
    request.kinds.some((one) => one === kind),
  );
  return hasAllKinds && shard.count === 1;
}

/** @param swept - all of a sweep, or a shard of it. */
export function sweepResult(swept: Swept): SweepResult {
  const { request, shard, digest, faults, outcomes, told } = swept;
  const { driver, device, profile, seed } = request;
  const tellings = new Map(told.map((one) => [one.fingerprint, one]));
  const runs = [...outcomes].sort((a, b) => comparePlaces(a.place, b.place));
  const bugs = bugsOf(runs);
  const inconclusive = inconclusiveOf(runs);
  // Without a digest there is no plan.
  const unswept = digest === '' ? 'the driver had to be cut off' : runs[0]?.refused;
  return {
    schema: 1,
    driver,
    device,
    profile,
    seed,
    ...(shard.count === 1 ? {} : { shard: `${shard.index}/${shard.count}` }),
    verdict: verdictOf(bugs.length, inconclusive.length),
    runs: runs.reduce((sum, run) => sum + runCountOf(run), 0),
    kinds: kindsOf(faults, runs),
    findings: bugs.map((bug) => findingOf(bug, tellings.get(bug.fingerprint)!)),
    inconclusive,
    unwind: runs.flatMap(({ unwind }) => unwind),
    ...(unswept === undefined ? {} : { unswept }),
    fixed: [],
  };
}

/** Findings that count outweigh inconclusive runs. */
export function verdictOf(findingCount: number, inconclusiveCount: number): Verdict {
  if (findingCount > 0) return 'findings';
  return inconclusiveCount > 0 ? 'inconclusive' : 'clean';
}

function findingOf({ rule, fingerprint, runs }: Bug, told: Told): SweepFinding {
  const { message, boundary, at, replay } = told;
  const place = at === undefined ? {} : { at };
  return { rule, fingerprint, message, boundary, ...place, faults: setsOf(runs), replay };
}

function kindsOf(
  faults: readonly PlannedFault[],
  runs: readonly RunOutcome[],
): SweepResult['kinds'] {
  const counts = new Map(faults.map(({ kind }) => [kind, 0]));
  for (const run of runs) {
    const kind = faults[run.place[0] - 1]?.kind;
    if (kind !== undefined) counts.set(kind, counts.get(kind)! + runCountOf(run));
  }
  return [...counts].map(([kind, count]) => ({ kind, runs: count }));
}

function inconclusiveOf(outcomes: readonly RunOutcome[]): SweepInconclusive[] {
  const reasons = leastRunsOf(outcomes, ({ stopped }) => (stopped === undefined ? [] : [stopped]));
  return [...reasons].map(([what, runs]) => ({ what, faults: setsOf(runs) }));
}

function setsOf(runs: readonly RunOutcome[]): string[] {
  return runs.map(({ faults }) => setKey(faults)).filter((set) => set !== '');
}
