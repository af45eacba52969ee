/**
 * Playing a sweep on all processors. What a crew loses is found out run by run, so that a run that
 * has to be cut off costs itself and nothing else.
 */
import { availableParallelism } from 'node:os';
import { formatFault, type Fault } from '../../ndis/faults';
import type { MarkedPlace } from '../code-coverage/coverage';
import { HarnessFault, playIsolated } from '../isolation';
import { UsageError, type RunResult } from '../result';
import { SCENARIOS } from '../scenarios';
import { Crew, type Done } from './crew';
import type { RunNotice } from './notice';
import type { Place, PlayedRuns, RunOutcome } from './outcome';
import type { SweepPlan } from './plan';
import type { SweepTask } from './player';
import type { Trouble, Work } from './protocol';
import { Queue } from './queue';
import { doesNotRepeat } from './repeat';
import type { SweepRequest } from './request';
import { toldBy } from './told';

/** Processor time without a sign of life until a handler is taken to spin, at first and again. */
const SPIN_LIMIT_MS = 10_000;
const SPIN_AGAIN_LIMIT_MS = 2_000;
/** What a thread is doing, and what it does next: it does not wait for us. */
const ORDERS_PER_THREAD = 2;

export interface ConductOptions {
  /** Threads; as many as there are processors if not told. */
  readonly threads?: number;
  readonly spinLimitMs?: number;
  /** Gets what the driver under test prints. */
  readonly onOutput?: (text: string) => void;
  /** Told what was executed of the driver, before the outcomes of the same runs. */
  readonly covered?: (places: readonly MarkedPlace[]) => void;
}

type Ended = (runs: PlayedRuns) => void;

export class Conductor {
  readonly #request: SweepRequest;
  readonly #options: ConductOptions;
  readonly #threads: number;
  #spinLimitMs: number;
  #crew: Crew | undefined;

  constructor(request: SweepRequest, options: ConductOptions = {}) {
    const { threads = availableParallelism(), spinLimitMs = SPIN_LIMIT_MS } = options;
    this.#request = request;
    this.#options = options;
    this.#threads = threads;
    this.#spinLimitMs = spinLimitMs;
  }

  /**
   * The plan, from the clean run; the outcome of that alone if it has to be cut off.
   *
   * @throws HarnessFault if it is lost time and again, and not by what the driver does.
   */
  async plan(): Promise<SweepPlan | RunOutcome> {
    const plan = await this.#plan();
    if (plan !== undefined) return plan;
    const clean = { place: [0, 0], faults: [] } as const;
    const result = await this.#playIsolated(clean.faults);
    if (result.stopped?.kind === 'limit') return this.#outcomeOf(clean, result);
    const again = await this.#plan();
    if (again !== undefined) return again;
    throw new HarnessFault(
      'the process of the sweep ended in the run without a fault, which ends well in one of its own',
      undefined,
    );
  }

  async #plan(): Promise<SweepPlan | undefined> {
    const planned = this.#order({ kind: 'plan' });
    // What goes wrong there goes wrong in the plan as well.
    for (let others = this.#threads - 1; others > 0; others--)
      this.#order({ kind: 'prepare' }).catch(() => undefined);
    const done = await planned;
    return done.kind === 'planned' ? done.plan : undefined;
  }

  /** Plays tasks, and gives what comes of them in any order. */
  async play(tasks: Iterable<SweepTask>, ended: Ended): Promise<void> {
    const queue = new Queue(tasks);
    const suspects: SweepTask[] = [];
    const playOn = async (): Promise<void> => {
      for (let batch = queue.take(); batch.length > 0; batch = queue.take()) {
        const done = await this.#order({ kind: 'play', tasks: batch });
        const lost = done.kind === 'lost' ? done.notice : undefined;
        if (done.kind === 'played') done.played.forEach(ended);
        else if (lost !== undefined && batch.some((task) => hasRun(task, lost.place))) {
          ended(asRuns(await this.#cutOff(lost)));
          queue.putBack(batch.flatMap((task) => withoutRun(task, lost.place)));
        } else suspects.push(...batch);
      }
    };
    await Promise.all(Array.from({ length: this.#threads * ORDERS_PER_THREAD }, playOn));
    for (const suspect of suspects) await this.#playSingly(suspect, ended);
  }

  /** A run again, with all that can be said of it. */
  async explain(faults: readonly Fault[]): Promise<RunResult> {
    const done = await this.#order({ kind: 'explain', faults });
    return done.kind === 'explained' ? done.result : this.#playIsolated(faults);
  }

  end(): void {
    this.#crew?.dismiss();
    this.#crew = undefined;
  }

  /** @throws UsageError or HarnessFault if that is what the crew tells. */
  async #order(work: Work): Promise<Exclude<Done, Trouble>> {
    const crew = (this.#crew ??= new Crew(
      { request: this.#request, threads: this.#threads, spinLimitMs: this.#spinLimitMs },
      this.#options.onOutput,
    ));
    const done = await crew.order(work);
    if (done.kind === 'crew-lost' && this.#crew === crew) this.#crew = undefined;
    if (done.kind === 'lost' && done.cause === 'spin') this.#spinLimitMs = SPIN_AGAIN_LIMIT_MS;
    if ('covered' in done && done.covered !== undefined) this.#options.covered?.(done.covered);
    if (done.kind === 'usage-error') throw new UsageError(done.message);
    if (done.kind === 'harness-fault') throw new HarnessFault(done.stack, replayOf(done.faults));
    return done;
  }

  /** The runs of a task one by one: the crew's process has died of one of them, or of another's. */
  async #playSingly({ first, fault, from, to }: SweepTask, ended: Ended): Promise<void> {
    const seconds = from === 0 ? [] : await this.#secondsAfter(fault);
    for (let number = from; number < to; number++) {
      const task = { first, fault, from: number, to: number + 1 };
      const done = await this.#order({ kind: 'play', tasks: [task] });
      if (done.kind === 'played') done.played.forEach(ended);
      else {
        const faults = number === 0 ? [fault] : [fault, seconds[number - 1]];
        ended(asRuns(await this.#cutOff({ place: [first, number], faults })));
      }
    }
  }

  /** @throws UsageError if the fault alone, which could be played before, is lost now. */
  async #secondsAfter(fault: Fault): Promise<readonly Fault[]> {
    const done = await this.#order({ kind: 'list', fault });
    if (done.kind !== 'listed') throw doesNotRepeat(this.#request, [fault]);
    return done.seconds;
  }

  /** The outcome of a run that a crew could not play. */
  async #cutOff(run: RunNotice): Promise<RunOutcome> {
    return this.#outcomeOf(run, await this.#playIsolated(run.faults));
  }

  #outcomeOf({ place, faults }: RunNotice, result: RunResult): RunOutcome {
    const told = toldBy(this.#request.driver, result);
    const seen = told.map(({ rule, fingerprint }) => ({ rule, fingerprint }));
    return { place, faults, verdict: result.verdict, seen, unwind: [], told };
  }

  async #playIsolated(faults: readonly Fault[]): Promise<RunResult> {
    const { driver, device, lower, inf, set, profile, seed, coverage } = this.#request;
    const scenario = SCENARIOS.life.name;
    const request = { driver, device, lower, inf, set, scenario, faults, profile, seed, coverage };
    const { onOutput, covered: onCovered } = this.#options;
    const options = { spinLimitMs: this.#spinLimitMs, onOutput, onCovered };
    const { runs } = await playIsolated(request, options);
    return runs[0];
  }
}

function hasRun({ first, from, to }: SweepTask, [ofFirst, number]: Place): boolean {
  return first === ofFirst && from <= number && number < to;
}

/** What is left of a task when one of its runs was lost. */
function withoutRun(task: SweepTask, place: Place): SweepTask[] {
  if (!hasRun(task, place)) return [task];
  const [, number] = place;
  return [
    { ...task, to: number },
    { ...task, from: number + 1 },
  ].filter(({ from, to }) => from < to);
}

function asRuns(outcome: RunOutcome): PlayedRuns {
  const [first, number] = outcome.place;
  return { first, from: number, to: number + 1, outcomes: [outcome] };
}

function replayOf(faults: readonly Fault[]): string {
  return faults.map((fault) => `--fail ${formatFault(fault)}`).join(' ');
}
