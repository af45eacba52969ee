/** What a sweep gives back: the object that `ndislab sweep --format json` prints. */
import type { RuleName } from '../../ndis/rules';
import type { Played, Verdict } from '../result';
import type { FaultKind } from './kinds';
import type { UnwindRow } from './outcome';

/** One bug: all findings of one fingerprint. */
export interface SweepFinding {
  readonly rule: RuleName;
  readonly fingerprint: string;
  /** As the first of its runs tells it. */
  readonly message: string;
  /** The handler in which it happened, or on whose return it was seen. */
  readonly boundary: string;
  /** The driver's file and line that is to be looked at, where that is known. */
  readonly at?: string;
  /** The least sets of faults that show it, joined by `, `; none if it needs no fault. */
  readonly faults: readonly string[];
  /** A command line that repeats the first run that shows it. */
  readonly replay: string;
  /** Why a baseline accepts it, and until when; it does not count then. */
  readonly accepted?: Acceptance;
  /** Why a baseline accepted it, until a day that has passed; it counts again. */
  readonly expired?: Acceptance;
}

export interface Acceptance {
  readonly reason: string;
  /** The last day, as 2027-01-31. */
  readonly until: string;
}

/** A run that came to nothing because the driver used what is not modelled. */
export interface SweepInconclusive {
  readonly what: string;
  /** As those of a finding. */
  readonly faults: readonly string[];
}

export interface SweepResult extends Omit<Played, 'scenario'> {
  readonly schema: 1;
  /** As 2/8, if it is of a shard alone. */
  readonly shard?: string;
  readonly verdict: Verdict;
  /** How many were played, the one without a fault among them. */
  readonly runs: number;
  /** How many of them began with a fault of each kind. */
  readonly kinds: readonly { readonly kind: FaultKind; readonly runs: number }[];
  readonly findings: readonly SweepFinding[];
  readonly inconclusive: readonly SweepInconclusive[];
  readonly unwind: readonly UnwindRow[];
  /** What the driver did without a fault so that most of a life could not be swept. */
  readonly unswept?: string;
  /** Fingerprints that a baseline accepts and that were not found any more, if all was swept. */
  readonly fixed: readonly string[];
}
