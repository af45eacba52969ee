/** What a run gives back, as reports show it and `--format json` prints it. */
import type { Finding, StopReason } from '../ndis/finding';
import type { ResourceKind } from '../ndis/resource-kinds';

export type Verdict = 'clean' | 'findings' | 'inconclusive';

export interface ResourceCount {
  readonly kind: ResourceKind;
  readonly acquired: number;
  readonly released: number;
  readonly live: number;
}

/** One run: one fresh board, one driver, one scenario, at most one planned fault. */
export interface RunResult {
  /** The injected fault as on the command line, or null. */
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

/** A scenario played on a driver: the object that `--format json` prints. */
export interface ScenarioResult {
  readonly schema: 1;
  readonly driver: string;
  readonly device: string;
  readonly scenario: string;
  readonly profile: 'strict' | 'windows';
  readonly seed: number;
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

/** The verdict over many: findings outweigh inconclusive, which outweighs clean. */
export function worstVerdict(verdicts: Iterable<Verdict>): Verdict {
  let worst: Verdict = 'clean';
  for (const verdict of verdicts) {
    if (verdict === 'findings') return 'findings';
    if (verdict === 'inconclusive') worst = 'inconclusive';
  }
  return worst;
}
