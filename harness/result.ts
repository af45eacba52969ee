/** What a run gives back, as reports show it and `--format json` prints it. */
import type { Finding, StopReason } from '../ndis/finding';
import type { Profile } from '../ndis/kernel/kernel';
import type { ResourceKind } from '../ndis/resource-kinds';

export type Verdict = 'clean' | 'findings' | 'inconclusive';

export interface ResourceCount {
  readonly kind: ResourceKind;
  readonly acquired: number;
  readonly released: number;
  readonly live: number;
}

/** One run: one fresh board, one driver, one scenario, and the faults that were planned. */
export interface RunResult {
  /** The planned faults as on the command line, or null. */
  readonly fault: string | null;
  readonly verdict: Verdict;
  /** What handlers returned, as "0xC000009A", by name: the first failure of each, if any. */
  readonly statuses: Readonly<Record<string, string>>;
  readonly resources: readonly ResourceCount[];
  readonly findings: readonly Finding[];
  /** Why the run ended before its scenario: a bug check, a limit, something not modelled. */
  readonly stopped: StopReason | null;
  readonly traceHash: string;
  /** A command line that repeats this run byte for byte. */
  readonly replay: string;
}

/** What is played, by the names that it has on the command line. */
export interface Played {
  readonly driver: string;
  readonly device: string;
  readonly scenario: string;
  readonly profile: Profile;
  readonly seed: number;
}

/** A scenario played on a driver: the object that `--format json` prints. */
export interface ScenarioResult extends Played {
  readonly schema: 1;
  readonly verdict: Verdict;
  readonly runs: readonly RunResult[];
}

/** A mistake in what the user asked for: one line for the terminal, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The result of a scenario from those of its runs. */
export function scenarioResult(played: Played, runs: readonly RunResult[]): ScenarioResult {
  const { driver, device, scenario, profile, seed } = played;
  const verdict = worstVerdict(runs.map((run) => run.verdict));
  return { schema: 1, driver, device, scenario, profile, seed, verdict, runs };
}

/** The verdict over many: findings outweigh inconclusive, which outweighs clean. */
function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'clean';
  for (const verdict of verdicts) {
    if (verdict === 'findings') return 'findings';
    if (verdict === 'inconclusive') worst = 'inconclusive';
  }
  return worst;
}
