/** Playing a scenario on a driver: every run it plans, each on a fresh board. */
import type { Fault } from '../ndis/faults';
import { formatFault } from '../ndis/faults';
import type { CallSite, Limits, Profile } from '../ndis/kernel/kernel';
import type { DriverSource } from '../ndis/loader';
import { DEFAULT_DEVICE } from './devices';
import type { RunResult, ScenarioResult } from './result';
import { worstVerdict } from './result';
import type { FallibleCall, RunPlan, Scenario } from './scenario';
import { SCENARIOS } from './scenarios';
import type { TraceEvent } from '../ndis/trace';
import { Session, type SessionOptions } from './session';

export interface RunOptions {
  readonly driver: DriverSource;
  /** As it is called in reports and in the replay line: a sample's name or a path. */
  readonly driverName: string;
  /** A name of `ndislab list devices`; 82540em if not told. */
  readonly device?: string;
  /** `life` if not told. */
  readonly scenario?: Scenario;
  /** Faults to inject: then the scenario is played once, with these. */
  readonly faults?: readonly Fault[];
  readonly profile?: Profile;
  readonly seed?: number;
  readonly limits?: Limits;
  /** Says where in the driver's source the present call comes from; asked in runs that report. */
  readonly callSite?: CallSite;
  /** Told which handler runs, now and then: the run goes on. */
  readonly heartbeat?: (handler: string) => void;
  /** Gets every event of every run: each is then played once, with everything recorded. */
  readonly onEvent?: (event: TraceEvent) => void;
  /** Told of planned faults that did not happen, for no call met them. */
  readonly onFaultsMissed?: (faults: readonly Fault[]) => void;
  /** Told of each run as it begins and ends, so that another thread can watch over it. */
  readonly onRunStart?: (plan: RunPlan) => void;
  readonly onRunEnd?: (result: RunResult) => void;
}

/** The runs that a scenario makes of this driver. */
export function planRuns(options: RunOptions): readonly RunPlan[] {
  const { scenario = SCENARIOS.life, faults } = options;
  if (faults !== undefined && faults.length > 0) return [{ faults }];
  const plans = scenario.plan(() => rehearse(options, scenario));
  // A scenario that finds nothing to let fail has still seen the driver run once.
  return plans.length > 0 ? plans : [{ faults: [] }];
}

/** Plays a whole scenario. */
export function runScenario(options: RunOptions): ScenarioResult {
  const runs = planRuns(options).map((plan) => {
    options.onRunStart?.(plan);
    const result = runOnce(options, plan);
    options.onRunEnd?.(result);
    return result;
  });
  return summarize(options, runs);
}

/** The result of a scenario from those of its runs. */
export function summarize(options: RunOptions, runs: readonly RunResult[]): ScenarioResult {
  return {
    schema: 1,
    driver: options.driverName,
    device: options.device ?? DEFAULT_DEVICE,
    scenario: (options.scenario ?? SCENARIOS.life).name,
    profile: options.profile ?? 'strict',
    seed: options.seed ?? 1,
    verdict: worstVerdict(runs.map((run) => run.verdict)),
    runs,
  };
}

/**
 * Plays one run. It is played fast first; if that finds something it is played again, the same to
 * the byte, with call sites recorded.
 */
export function runOnce(options: RunOptions, plan: RunPlan): RunResult {
  if (options.onEvent !== undefined) return playOnce(options, plan, options.callSite);
  const fast = playOnce(options, plan, undefined);
  if (fast.verdict !== 'findings' || options.callSite === undefined) return fast;
  return playOnce(options, plan, options.callSite);
}

function playOnce(options: RunOptions, plan: RunPlan, callSite: CallSite | undefined): RunResult {
  const { scenario = SCENARIOS.life } = options;
  const { faults } = plan;
  const { onEvent } = options;
  const session = new Session({ ...sessionOptions(options), faults, callSite, onEvent });
  session.play(() => scenario.play(session));
  const injected = session.os.faults?.injected ?? [];
  if (injected.length < faults.length)
    options.onFaultsMissed?.(faults.filter((one) => !injected.includes(one)));
  const fault = faults.length === 0 ? null : faults.map(formatFault).join(', ');
  return session.result(fault, replayLine(options, plan));
}

function rehearse(options: RunOptions, scenario: Scenario): readonly FallibleCall[] {
  const session = new Session(sessionOptions(options));
  const calls = session.recordFallibleCalls();
  session.play(() => scenario.play(session));
  session.dispose();
  return calls;
}

function sessionOptions(options: RunOptions): SessionOptions {
  const { driver, driverName, device, profile, seed, limits, heartbeat } = options;
  return { driver, driverName, device, profile, seed, limits, heartbeat };
}

/** A command line that repeats the run byte for byte. */
export function replayLine(options: RunOptions, plan: RunPlan): string {
  const { scenario = SCENARIOS.life, device = DEFAULT_DEVICE } = options;
  const words = ['ndislab run', quoted(options.driverName), `--device ${device}`];
  words.push(`--scenario ${quoted(scenario.file ?? scenario.name)}`);
  for (const fault of plan.faults) words.push(`--fail ${quoted(formatFault(fault))}`);
  if (options.profile === 'windows') words.push('--profile windows');
  words.push(`--seed ${options.seed ?? 1}`);
  return words.join(' ');
}

function quoted(word: string): string {
  return /^[\w./=:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
