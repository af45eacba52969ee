/** A scenario on its way: what was planned of it, what has ended, and what was lost. */
import { scenarioResult, UsageError, type RunResult, type ScenarioResult } from '../result';
import { lostRun } from './lost-run';
import type { JobMessage, JobStart, LossCause, PlannedRun, PlayRequest } from './protocol';

/** How a process failed to play on. */
export interface Loss {
  readonly cause: LossCause;
  readonly handler: string | undefined;
}

export class Job {
  readonly #request: PlayRequest;
  readonly #results: RunResult[] = [];
  #scenario = '';
  #rehearsal: PlannedRun | undefined;
  #runs: readonly PlannedRun[] | undefined;
  isDone = false;

  constructor(request: PlayRequest) {
    this.#request = request;
  }

  /** What is left to play. */
  get start(): JobStart {
    const runsPlayed = this.#results.length;
    return { request: this.#request, runs: this.#runs?.slice(runsPlayed), runsPlayed };
  }

  /** A command line that repeats the run that is under way, if it is known. */
  get replay(): string | undefined {
    return (this.#runs?.[this.#results.length] ?? this.#rehearsal)?.replay;
  }

  hear(message: JobMessage): void {
    switch (message.kind) {
      case 'loaded':
        this.#scenario = message.scenario;
        this.#rehearsal = message.rehearsal;
        break;
      case 'planned':
        this.#runs = message.runs;
        break;
      case 'ended':
        this.#results.push(message.result);
        break;
      case 'done':
        this.isDone = true;
    }
  }

  /** The run that was under way is lost; those after it may be played yet. */
  lose({ cause, handler }: Loss): void {
    if (this.#rehearsal === undefined) {
      const why = {
        spin: 'its top level does not end',
        memory: 'its top level takes all memory',
        exit: 'its top level ends the thread that loads it',
      }[cause];
      throw new UsageError(`${this.#request.driver} cannot be loaded: ${why}`);
    }
    // Lost while it was rehearsed, a driver is known well enough: every run would be lost.
    this.#runs ??= [this.#rehearsal];
    this.#results.push(lostRun(this.#runs[this.#results.length], cause, handler));
    this.isDone = this.#results.length === this.#runs.length;
  }

  /** The driver reached into the program that plays it, so that what that tells is worth nothing. */
  meddled(): UsageError {
    return meddling(this.#request.driver);
  }

  /** @throws UsageError if no run was played, for a scenario plans at least one. */
  get result(): ScenarioResult {
    if (this.#results.length === 0) throw this.meddled();
    return scenarioResult({ ...this.#request, scenario: this.#scenario }, this.#results);
  }
}

/** What is to be said of a driver that changes JavaScript, Node or ndislab beneath it. */
export function meddling(driver: string, how = ''): UsageError {
  return new UsageError(
    `${driver} cannot be judged: it interferes with ndislab itself, as by a replaced global${how}`,
  );
}
