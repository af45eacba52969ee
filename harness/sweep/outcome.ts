/** What the runs of a sweep come to, in words that pass between threads, files and machines. */
import { formatFault, type Fault } from '../../ndis/faults';
import type { RuleName } from '../../ndis/rules';
import type { ResourceKind } from '../../ndis/resource-kinds';
import type { MarkedPlace } from '../code-coverage/coverage';
import type { CoveredImage } from '../code-coverage/image';
import type { Verdict } from '../result';
import type { UnwindOutcome } from '../unwinding';
import type { PlannedFault } from './plan';
import type { SweepRequest } from './request';

/**
 * A run's place in the plan: the number of its first fault, 0 for the run without one, and the
 * number of its second among those that can follow, 0 if it has none.
 */
export type Place = readonly [first: number, second: number];

export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** A finding as a run played fast shows it. */
export interface Seen {
  readonly rule: RuleName;
  readonly fingerprint: string;
}

/** What became of the resources of one kind and origin that were held at a fault. */
export interface UnwindRow {
  /** As on the command line. */
  readonly fault: string;
  readonly kind: ResourceKind;
  /** The driver's line; the call and the handler that made it where no lines are known. */
  readonly acquiredAt: string;
  readonly outcome: UnwindOutcome;
  /** How many of them. */
  readonly count: number;
}

/** One run. */
export interface RunOutcome {
  readonly place: Place;
  readonly faults: readonly Fault[];
  readonly verdict: Verdict;
  readonly seen: readonly Seen[];
  /** Of a run with one fault in a sweep of pairs: how many seconds can follow; each is played. */
  readonly seconds?: number;
  /** Of a run with one fault. */
  readonly unwind: readonly UnwindRow[];
  /** Why the run is inconclusive. */
  readonly stopped?: string;
  /** Of the run without a fault: with what the driver refused to start, if it did. */
  readonly refused?: string;
  /** Of a run that had to be cut off: it is not played again to be told more about. */
  readonly told?: readonly Told[];
}

/** A finding in full, as a replay of its run tells it. */
export interface Told extends Seen {
  readonly message: string;
  /** The handler in which it happened, or on whose return it was seen. */
  readonly boundary: string;
  /** The driver's file and line that is to be looked at, if it is known. */
  readonly at?: string;
  readonly replay: string;
}

/** A part of a sweep: every `count`th first fault, from the `index`th (from 1) on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const WHOLE: Shard = { index: 1, count: 1 };

/** The shard, of `count`, to which the runs of a first fault belong. */
export function indexOfFirst(first: number, count: number): number {
  return ((first - 1) % count) + 1;
}

/** A set of faults as reports have it. */
export function setKey(faults: readonly Fault[]): string {
  return faults.map(formatFault).join(', ');
}

/** What a run shows: bugs by their fingerprints, or why it came to nothing. */
export function signsOf({ seen, stopped }: RunOutcome): string[] {
  const signs = seen.map(({ fingerprint }) => fingerprint);
  return stopped === undefined ? signs : [...signs, stopped];
}

/** Whether a run shows what none of the others shows. */
export function showsMore(run: RunOutcome, others: readonly RunOutcome[]): boolean {
  return signsOf(run).some((sign) => !others.some((other) => signsOf(other).includes(sign)));
}

/**
 * Runs of one first fault that were played: those whose numbers, as in {@link Place}, go from `from`
 * to before `to`. Runs of two faults come by the million: only those are here that show more than
 * the first fault alone and the clean run. How many there are says the run of the first fault.
 */
export interface PlayedRuns {
  readonly first: number;
  readonly from: number;
  readonly to: number;
  readonly outcomes: readonly RunOutcome[];
}

/** How many runs of a whole sweep one stands for. */
export function runCountOf({ place, seconds = 0 }: RunOutcome): number {
  return place[1] === 0 ? 1 + seconds : 0;
}

/** All that is known of a sweep, or of a shard, when it is over. */
export interface Swept {
  readonly request: SweepRequest;
  readonly shard: Shard;
  readonly digest: string;
  readonly faults: readonly PlannedFault[];
  /** In the order of the plan; of two faults those that show more than each of them alone. */
  readonly outcomes: readonly RunOutcome[];
  /** What the first run of each bug tells. */
  readonly told: readonly Told[];
  /** What was executed of the driver, if that was asked for. */
  readonly coverage?: CoverageRecord;
}

/** What was executed of an image, in words that pass between machines. */
export interface CoverageRecord {
  readonly image: CoveredImage;
  readonly places: readonly MarkedPlace[];
}
