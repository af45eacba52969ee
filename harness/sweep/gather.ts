/** The result of a sweep from the outcomes of its runs: each bug once, with the least faults. */
import { formatFault, type Fault } from '../../ndis/faults';
import type { RuleName } from '../../ndis/rules';
import type { Verdict } from '../result';
import { comparePlaces, runCountOf, type RunOutcome, type Swept, type Told } from './outcome';
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
  const bugs = new Map<string, { rule: RuleName; runs: RunOutcome[]; sets: Set<string> }>();
  for (const run of [...outcomes].sort(compareRuns))
    for (const { rule, fingerprint } of run.seen) {
      let bug = bugs.get(fingerprint);
      if (bug === undefined) bugs.set(fingerprint, (bug = { rule, runs: [], sets: new Set() }));
      if (!isCovered(run.faults, bug.sets)) {
        bug.runs.push(run);
        bug.sets.add(setKey(run.faults));
      }
    }
  return [...bugs].map(([fingerprint, { rule, runs }]) => ({ rule, fingerprint, runs }));
}

/** Whether fewer of these faults show the same. */
function isCovered(faults: readonly Fault[], sets: ReadonlySet<string>): boolean {
  if (sets.has('')) return true;
  return faults.length > 1 && faults.some((fault) => sets.has(setKey([fault])));
}

function setKey(faults: readonly Fault[]): string {
  return faults.map(formatFault).join(', ');
}

/** @param swept - all of a sweep, or a shard of it. */
export function sweepResult({ request, faults, outcomes, told }: Swept): SweepResult {
  const { driver, device, profile, seed } = request;
  const tellings = new Map(told.map((one) => [one.fingerprint, one]));
  const runs = [...outcomes].sort((a, b) => comparePlaces(a.place, b.place));
  const bugs = bugsOf(runs);
  const inconclusive = inconclusiveOf(runs);
  return {
    schema: 1,
    driver,
    device,
    profile,
    seed,
    verdict: verdictOf(bugs.length, inconclusive.length),
    runs: runs.reduce((sum, run) => sum + runCountOf(run), 0),
    kinds: kindsOf(faults, runs),
    findings: bugs.map((bug) => findingOf(bug, tellings.get(bug.fingerprint)!)),
    inconclusive,
    unwind: runs.flatMap(({ unwind }) => unwind),
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
  const faults = runs.map((run) => setKey(run.faults)).filter((set) => set !== '');
  const place = at === undefined ? {} : { at };
  return { rule, fingerprint, message, boundary, ...place, faults, replay };
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

function inconclusiveOf(runs: readonly RunOutcome[]): SweepInconclusive[] {
  const faults = new Map<string, string[]>();
  for (const run of runs) {
    if (run.stopped === undefined) continue;
    const list = faults.get(run.stopped);
    if (list === undefined) faults.set(run.stopped, [setKey(run.faults)]);
    else list.push(setKey(run.faults));
  }
  return [...faults].map(([what, sets]) => ({ what, faults: sets.filter((set) => set !== '') }));
}
