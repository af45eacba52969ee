/** What the processes and threads of an isolated scenario say to each other. */
import type { Fault } from '../../ndis/faults';
import type { Profile } from '../../ndis/kernel/kernel';
import type { MarkedPlace } from '../code-coverage/coverage';
import type { RunResult } from '../result';
import type { RunPlan } from '../scenario';
import type { TraceForm } from '../trace';

/** A scenario to be played, in words that pass between processes. */
export interface PlayRequest {
  /** A sample's name or the path of a file. */
  readonly driver: string;
  readonly device: string;
  /** The driver below it, in the same words. */
  readonly lower?: string;
  /** The path of the driver's INF. */
  readonly inf?: string;
  /** Registry values in place of the INF's, or besides, as `TransmitBuffers=128`. */
  readonly set?: readonly string[];
  /** A scenario's name or the path of a file. */
  readonly scenario: string;
  readonly faults: readonly Fault[];
  readonly profile: Profile;
  readonly seed: number;
  /** The path of the capture that the scenario `replay` plays. */
  readonly input?: string;
  /** Tells what is executed of the driver, which is of machine code. */
  readonly coverage?: boolean;
  /** Files to which events are appended; whoever asks for them closes them. */
  readonly traces?: readonly TraceRequest[];
}

/** A file of events. */
export interface TraceRequest {
  /** Absolute. */
  readonly path: string;
  readonly form: TraceForm;
}

/** A run as it was planned, with the line that repeats it. */
export interface PlannedRun extends RunPlan {
  readonly fault: string | null;
  readonly replay: string;
}

/** A scenario, or what is left of it. */
export interface JobStart {
  readonly request: PlayRequest;
  /** The runs that are left to play; undefined to plan them first. */
  readonly runs: readonly PlannedRun[] | undefined;
  /** How many runs have been played before, in other processes. */
  readonly runsPlayed: number;
}

/** What a player is started with. */
export interface PlayerStart {
  /** To be played one after the other. */
  readonly jobs: readonly JobStart[];
  /** Processor time without any sign of life after which a handler is taken to spin. */
  readonly spinLimitMs: number;
}

/** Why a run was cut off from outside. */
export type LossCause = 'spin' | 'memory' | 'exit';

/** About the job that is being played, in the order of the jobs. */
export type JobMessage =
  /** Driver and scenario are loaded; `rehearsal` is the run without further faults. */
  | { readonly kind: 'loaded'; readonly scenario: string; readonly rehearsal: PlannedRun }
  | { readonly kind: 'planned'; readonly runs: readonly PlannedRun[] }
  | { readonly kind: 'ended'; readonly result: RunResult }
  | { readonly kind: 'done' };

/** The last thing that a player says, or is said of it. */
export type LastMessage =
  | { readonly kind: 'finished' }
  /** The player was cut off or went away; the run that it was at is lost. */
  | { readonly kind: 'lost'; readonly cause: LossCause; readonly handler: string | undefined }
  | { readonly kind: 'usage-error'; readonly message: string }
  | { readonly kind: 'harness-fault'; readonly stack: string; readonly replay: string | undefined };

export type PlayerMessage =
  | JobMessage
  | LastMessage
  /** What was executed of the driver since this was last told. */
  | { readonly kind: 'covered'; readonly places: readonly MarkedPlace[] }
  /** For the user, in a line. */
  | { readonly kind: 'note'; readonly text: string }
  /** The handler that runs now, told now and then. */
  | { readonly kind: 'at'; readonly handler: string | undefined };
