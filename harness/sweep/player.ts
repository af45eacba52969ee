/** Plays the runs of a sweep, one after the other, in the thread that has loaded the driver. */
import { formatFault, type Fault } from '../../ndis/faults';
import { isDisturbance } from '../disturbance/forms';
import { describeStop } from '../../ndis/finding';
import { NDIS_STATUS_SUCCESS, statusName } from '../../ndis/status';
import type { RunResult } from '../result';
import { isAbove, openSession, playThrough, recordRun, runOnce, type RunOptions } from '../run';
import type { FallibleCall } from '../scenario';
import type { Session } from '../session';
import { findUninitialized } from '../uninitialized';
import type { Unwound } from '../unwinding';
import { DISTURBANCES_OF, KINDS_ABOVE } from './disturbances';
import { fingerprintOf } from './fingerprint';
import type { FaultKind } from './kinds';
import type { RunNotice } from './notice';
import {
  showsMore,
  type Place,
  type PlayedRuns,
  type RunOutcome,
  type Seen,
  type UnwindRow,
} from './outcome';
import { callFaults, planDigest, type PlannedFault, type SweepPlan } from './plan';
import { doesNotRepeat } from './repeat';
import type { SweepRequest } from './request';

/** A first fault, and which of its runs to play: 0 is it alone, those from 1 have a second. */
export interface SweepTask extends Pick<PlayedRuns, 'first' | 'from' | 'to'> {
  readonly fault: Fault;
}

/** The run without a fault, seen closely. */
interface CleanRun {
  readonly outcome: RunOutcome;
  readonly traceHash: string;
  readonly calls: readonly FallibleCall[];
  /** Where each resource was acquired, by its number in the ledger. */
  readonly sites: readonly (string | undefined)[];
}

export class SweepPlayer {
  readonly #request: SweepRequest;
  readonly #options: RunOptions;
  #clean: CleanRun | undefined;

  constructor(request: SweepRequest, options: RunOptions) {
    this.#request = request;
    this.#options = options;
  }

  plan(): SweepPlan {
    const { calls, traceHash, outcome } = this.#cleanRun;
    const all = this.#request.kinds;
    const kinds = isAbove(this.#options) ? all.filter((one) => KINDS_ABOVE.includes(one)) : all;
    const isRecorded = kinds.some((kind) => kind !== 'call' && kind !== 'memory');
    const recorder = isRecorded ? recordRun(this.#options) : undefined;
    const faultsOf = (kind: FaultKind) =>
      kind === 'call'
        ? callFaults(calls)
        : kind === 'memory'
          ? findUninitialized(this.#options)
          : DISTURBANCES_OF[kind](recorder!);
    const faults: PlannedFault[] = kinds.flatMap((kind) =>
      faultsOf(kind).map((fault) => ({ kind, fault })),
    );
    return { faults, digest: planDigest(this.#request, traceHash, faults), clean: outcome };
  }

  /** Plays the clean run, if it has not been played. */
  prepare(): void {
    void this.#cleanRun;
  }

  /**
   * Plays the runs of a task.
   *
   * @param begin - told of each run before it is played.
   * @throws UsageError if there are not as many as there were.
   */
  play({ first, fault, from, to }: SweepTask, begin: (run: RunNotice) => void): PlayedRuns {
    begin({ place: [first, 0], faults: [fault] });
    const { alone, seconds } = this.#playFirst([first, 0], fault);
    if (to > 1 + seconds.length) throw doesNotRepeat(this.#request, alone.faults);
    const outcomes = from === 0 ? [alone] : [];
    const others = [this.#cleanRun.outcome, alone];
    for (let number = Math.max(from, 1); number < to; number++) {
      const notice = { place: [first, number], faults: [fault, seconds[number - 1]] } as const;
      begin(notice);
      const pair = this.#playPair(notice);
      if (showsMore(pair, others)) outcomes.push(pair);
    }
    return { first, from, to, outcomes };
  }

  /** What can follow a fault, if there are to be pairs. */
  secondsAfter(fault: Fault): readonly Fault[] {
    return this.#playFirst([0, 0], fault).seconds;
  }

  #playFirst(place: Place, fault: Fault): { alone: RunOutcome; seconds: readonly Fault[] } {
    const session = openSession(this.#options, { faults: [fault] }, undefined);
    const hasSeconds = this.#request.pairs && !isDisturbance(fault);
    const calls = hasSeconds ? session.recordFallibleCalls() : [];
    playThrough(this.#options, session);
    const seconds = callFaults(callsAfter(calls, fault));
    const unwind = unwindRows(fault, session.unwound, this.#cleanRun.sites);
    const alone = this.#end(session, place, [fault], unwind);
    return { alone: hasSeconds ? { ...alone, seconds: seconds.length } : alone, seconds };
  }

  #playPair({ place, faults }: RunNotice): RunOutcome {
    const session = openSession(this.#options, { faults }, undefined);
    playThrough(this.#options, session);
    return this.#end(session, place, faults);
  }

  /** A run with all that can be said of it. */
  explain(faults: readonly Fault[]): RunResult {
    return runOnce(this.#options, { faults });
  }

  get #cleanRun(): CleanRun {
    return (this.#clean ??= this.#playClean());
  }

  #playClean(): CleanRun {
    const { callSite } = this.#options;
    const session = openSession(this.#options, { faults: [] }, callSite);
    const { os } = session;
    const calls = session.recordFallibleCalls();
    const sites: (string | undefined)[] = [];
    os.ledger.onChange = (_change, { sequence, site }) => (sites[sequence] = site);
    playThrough(this.#options, session);
    const traceHash = os.hash.toString();
    const outcome = this.#end(session, [0, 0], []);
    const refused = refusalOf(session.statuses);
    return {
      outcome: refused === undefined ? outcome : { ...outcome, refused },
      traceHash,
      calls,
      sites,
    };
  }

  /** What a run has come to; its board is gone then. */
  #end(
    session: Session,
    place: Place,
    faults: readonly Fault[],
    unwind: readonly UnwindRow[] = [],
  ): RunOutcome {
    const { verdict, findings, stopped } = session.result(null, '');
    const seen = new Map<string, Seen>();
    for (const finding of findings) {
      const fingerprint = fingerprintOf(this.#request.driver, finding);
      seen.set(fingerprint, { rule: finding.rule, fingerprint });
    }
    const why = verdict === 'inconclusive' && stopped !== null ? describeStop(stopped) : undefined;
    return {
      place,
      faults,
      verdict,
      seen: [...seen.values()],
      unwind,
      ...(why === undefined ? {} : { stopped: why }),
    };
  }
}

/** The failure with which a driver does not start. */
function refusalOf(statuses: RunResult['statuses']): string | undefined {
  for (const handler of ['DriverEntry', 'MiniportInitialize']) {
    const status = Number(statuses[handler] ?? NDIS_STATUS_SUCCESS);
    if (status !== NDIS_STATUS_SUCCESS)
      return `${handler} returned ${statusName(status) ?? statuses[handler]}`;
  }
  return undefined;
}

/** The calls that a run made after the one that failed. */
function callsAfter(calls: readonly FallibleCall[], fault: Fault): readonly FallibleCall[] {
  const at = calls.findIndex(
    ({ call, occurrence }) => call === fault.call && occurrence === fault.occurrence,
  );
  return calls.slice(at + 1);
}

type Counted<T extends { readonly count: number }> = Omit<T, 'count'> & { count: number };

/** Resources of one origin and one fate together, in the order of their first acquisition. */
function unwindRows(
  fault: Fault,
  unwound: readonly Unwound[],
  sites: readonly (string | undefined)[],
): UnwindRow[] {
  const rows = new Map<string, Counted<UnwindRow>>();
  const text = formatFault(fault);
  let last: Counted<UnwindRow> | undefined;
  for (const { resource, outcome } of unwound) {
    const { kind, acquiredBy, acquiredIn, sequence } = resource;
    const acquiredAt = sites[sequence] ?? `${acquiredBy} in ${acquiredIn}`;
    // Mostly of one origin with the one before it: buffers are acquired in loops.
    if (last?.kind !== kind || last.acquiredAt !== acquiredAt || last.outcome !== outcome) {
      const key = `${kind} ${acquiredAt} ${outcome}`;
      last = rows.get(key) ?? { fault: text, kind, acquiredAt, outcome, count: 0 };
      rows.set(key, last);
    }
    last.count++;
  }
  return [...rows.values()];
}
