/** Matchers with which the tests of a driver read like any other's. */
import type { RunResult, ScenarioResult } from '../result';
import type { SweepFinding, SweepResult } from '../sweep/result';

/** What may be looked at: a run, a scenario of several, or a sweep. */
export type Played = RunResult | ScenarioResult | SweepResult;

interface MatcherResult {
  readonly pass: boolean;
  message(): string;
}

/** Every resource that was taken was given back, in each run. */
function toReleaseEverything(received: RunResult | ScenarioResult): MatcherResult {
  const lines = runsOf('toReleaseEverything', received).flatMap((run) =>
    run.resources
      .filter(({ live }) => live > 0)
      .map(({ kind, live, acquired }) => {
        const leaks = run.findings.filter(({ evidence }) => evidence.resource?.kind === kind);
        const where = leaks.map(({ evidence }) => evidence.resource?.acquiredAt);
        const at = [...new Set(where.filter((one) => one !== undefined))].join(', ');
        const fault = run.fault === null ? '' : `, when ${run.fault}`;
        return `  ${live} of ${acquired} ${kind}${at === '' ? '' : ` (${at})`}${fault}\n    ${run.replay}`;
      }),
  );
  return {
    pass: lines.length === 0,
    message: () =>
      lines.length === 0
        ? 'expected the driver not to release everything, and it did'
        : `expected the driver to release everything; not given back:\n${lines.join('\n')}`,
  };
}

/** Nothing was found, and nothing was inconclusive; what a baseline accepts does not count. */
function toHaveNoFindings(received: Played): MatcherResult {
  const lines = isSweep(received)
    ? [...received.findings.filter(counts).map(sweepLine), ...received.inconclusive.map(whatLine)]
    : runsOf('toHaveNoFindings', received).flatMap(runLines);
  return {
    pass: lines.length === 0,
    message: () =>
      lines.length === 0
        ? 'expected findings, and there are none'
        : `expected no findings:\n${lines.join('\n')}`,
  };
}

function isSweep(received: Played): received is SweepResult {
  return typeof received === 'object' && received !== null && 'unwind' in received;
}

/** @throws TypeError if it is nothing of the kind: a promise that is not awaited, most likely. */
function runsOf(matcher: string, received: RunResult | ScenarioResult): readonly RunResult[] {
  if (typeof received === 'object' && received !== null) {
    if ('resources' in received) return [received];
    if ('runs' in received && Array.isArray(received.runs)) return received.runs;
  }
  throw new TypeError(
    `${matcher}() is for what runOnce, runScenario, playIsolated or sweepDriver give ` +
      '(await the last two); toReleaseEverything() not for the last',
  );
}

function counts({ accepted }: SweepFinding): boolean {
  return accepted === undefined;
}

function sweepLine({ rule, message, faults, replay }: SweepFinding): string {
  const fault = faults.length === 0 ? '' : `\n    when ${faults[0]}`;
  return `  ${rule}: ${message}${fault}\n    ${replay}`;
}

function whatLine({ what }: { readonly what: string }): string {
  return `  inconclusive: ${what}`;
}

function runLines({ findings, stopped, verdict, replay }: RunResult): string[] {
  const lines = findings.map(({ rule, message }) => `  ${rule}: ${message}\n    ${replay}`);
  if (verdict === 'inconclusive')
    lines.push(`  inconclusive: ${stopped?.kind === 'bug-check' ? 'bug check' : stopped?.what}`);
  return lines;
}

/** For `expect.extend`. */
export const matchers = { toReleaseEverything, toHaveNoFindings };

/** What a run took and gave back, kind by kind, as text for a snapshot. */
export function ledgerOf({ resources }: RunResult): string {
  return resources
    .map(({ kind, acquired, released }) => `${kind}: ${acquired} taken, ${released} given back`)
    .join('\n');
}

/** What the matchers are to the type of `expect`. */
export interface Matchers<R> {
  /** Every resource that was taken was given back, in each run. */
  toReleaseEverything(): R;
  /** Nothing was found, and nothing was inconclusive. */
  toHaveNoFindings(): R;
}

type Added<R> = Matchers<R>;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where Jest's types have them
  namespace jest {
    interface Matchers<R> extends Added<R> {}
  }
}
