/** What the processes and threads of a sweep say to each other. */
import type { LossCause } from '../isolation/protocol';
import type { Fault } from '../../ndis/faults';
import type { MarkedPlace } from '../code-coverage/coverage';
import type { RunResult } from '../result';
import type { RunNotice } from './notice';
import type { PlayedRuns } from './outcome';
import type { SweepPlan } from './plan';
import type { SweepTask } from './player';
import type { SweepRequest } from './request';

/** What a crew is asked to do. */
export type Work =
  | { readonly kind: 'plan' }
  /** To play the clean run, without which no thread can tell of any other. */
  | { readonly kind: 'prepare' }
  | { readonly kind: 'play'; readonly tasks: readonly SweepTask[] }
  /** What can follow a fault. */
  | { readonly kind: 'list'; readonly fault: Fault }
  | { readonly kind: 'explain'; readonly faults: readonly Fault[] };

/** What comes of it, and what was executed of the driver for the first time in this thread. */
export type WorkResult = { readonly covered?: readonly MarkedPlace[] } & WorkDone;

export type WorkDone =
  | { readonly kind: 'planned'; readonly plan: SweepPlan }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'played'; readonly played: readonly PlayedRuns[] }
  | { readonly kind: 'listed'; readonly seconds: readonly Fault[] }
  | { readonly kind: 'explained'; readonly result: RunResult };

/** How work ended that did not: the thread was cut off or went away. */
export interface LostWork {
  readonly kind: 'lost';
  readonly cause: LossCause;
  /** The run that was under way, if one had begun. */
  readonly notice: RunNotice | undefined;
}

/** The user's mistake, or ours. */
export type Trouble =
  | { readonly kind: 'usage-error'; readonly message: string }
  | { readonly kind: 'harness-fault'; readonly stack: string; readonly faults: readonly Fault[] };

export interface CrewStart {
  readonly request: SweepRequest;
  readonly threads: number;
  readonly spinLimitMs: number;
}

export interface WorkOrder {
  readonly id: number;
  readonly work: Work;
}

export interface WorkReport {
  readonly id: number;
  readonly result: WorkResult | LostWork | Trouble;
}

/** What a thread is given with its work. */
export interface ThreadOrder {
  readonly request: SweepRequest;
  readonly work: Work;
  readonly pulse: SharedArrayBuffer;
  readonly notice: SharedArrayBuffer;
}
