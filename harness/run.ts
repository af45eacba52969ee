/** Playing a scenario on a driver: every run it plans, each on a fresh board. */
import { formatFault, type Fault } from '../ndis/faults';
import type { CallSite, Limits, Profile } from '../ndis/kernel/kernel';
import type { DriverSource } from '../ndis/loader';
import type { Finding } from '../ndis/finding';
import type { RuleName } from '../ndis/rules';
import type { TraceEvent, TraceListener } from '../ndis/trace';
import type { PortWraps } from './board';
import type { Coverage } from './code-coverage/coverage';
import { DEFAULT_DEVICE } from './devices';
import { Witness } from './disturbance/witness';
import type { Configuration } from './inf';
import { judgeConfiguration } from './configuration-judge';
import { lowerDriverOf } from './lower-driver';
import { createExplainer } from './machine-code/explain';
import { scenarioResult, type RunResult, type ScenarioResult } from './result';
import type { FallibleCall, Rehearse, RunPlan, Scenario } from './scenario';
import { planOf, playOn } from './scenario-check';
import { SCENARIOS } from './scenarios';
import { Session } from './session';
import type { FaultlessRun, SessionOptions } from './session-options';
import { shellWord } from './shell-word';
import { DISTURBANCES_OF, type DisturbanceKind } from './sweep/disturbances';
import { Recorder } from './sweep/recorder';
import { findUninitialized } from './uninitialized';

export interface RunOptions {
  readonly driver: DriverSource;
  /** As it is called in reports and in the replay line: a sample's name or a path. */
  readonly driverName: string;
  /** The driver that drives the NIC below, and what it is called: {@link SessionOptions.lower}. */
  readonly lower?: { readonly driver: DriverSource; readonly name: string };
  /** Names of `ndislab list devices`, with options: see device-spec.ts; 82540em if not told. */
  readonly device?: string;
  /** What the registry holds for the adapter: an INF's values, and values set beside them. */
  readonly configuration?: Pick<Configuration, 'inf' | 'set' | 'registry'>;
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
  readonly onEvent?: TraceListener;
  /** Notes what is executed of the driver in all runs, if it is of machine code. */
  readonly coverage?: Coverage;
  /** Told what a scenario says of its plan, line by line. */
  readonly onNote?: (text: string) => void;
  /** Told of planned faults that did not happen, for no call met them. */
  readonly onFaultsMissed?: (faults: readonly Fault[]) => void;
}

/** The runs that a scenario makes of this driver. */
export function planRuns(options: RunOptions): readonly RunPlan[] {
  const { scenario = SCENARIOS.life, faults } = options;
  if (faults !== undefined && faults.length > 0) return [{ faults }];
  const plans = planOf(scenario, rehearsal(options, scenario));
  // A scenario that finds nothing to let fail has still seen the driver run once.
  return plans.length > 0 ? plans : [{ faults: [] }];
}

/** Plays a whole scenario. */
export function runScenario(options: RunOptions): ScenarioResult {
  const {
    driverName: driver,
    device = DEFAULT_DEVICE,
    scenario: { name: scenario } = SCENARIOS.life,
    profile = 'strict',
    seed = 1,
  } = options;
  const runs = planRuns(options).map((plan) => runOnce(options, plan));
  return scenarioResult({ driver, device, scenario, profile, seed }, runs);
}

/**
 * Plays one run. It is played fast first; if that finds something it is played again, the same to
 * the byte, with call sites recorded.
 */
export function runOnce(options: RunOptions, plan: RunPlan): RunResult {
  if (options.onEvent !== undefined) return playRecorded(options, plan);
  const fast = playOnce(options, plan, undefined);
  if (fast.verdict !== 'findings' || options.callSite === undefined) return fast;
  return playRecorded(options, plan);
}

/** Plays with call sites recorded, and looks up in the image of a driver what findings point at. */
function playRecorded(options: RunOptions, plan: RunPlan): RunResult {
  const { driver, callSite, onEvent } = options;
  if (!('image' in driver)) return playOnce(options, plan, callSite);
  const explain = createExplainer(driver);
  const explained = onEvent && ((event: TraceEvent) => onEvent(explainEvent(event, explain)));
  const result = playOnce({ ...options, onEvent: explained }, plan, callSite);
  return { ...result, findings: result.findings.map(explain) };
}

function explainEvent(event: TraceEvent, explain: (finding: Finding) => Finding): TraceEvent {
  return event.finding === undefined ? event : { ...event, finding: explain(event.finding) };
}

function playOnce(options: RunOptions, plan: RunPlan, callSite: CallSite | undefined): RunResult {
  const { faults } = plan;
  const session = openSession(options, plan, callSite);
  playThrough(options, session);
  const injected = session.os.faults?.injected ?? [];
  if (injected.length < faults.length)
    options.onFaultsMissed?.(faults.filter((one) => !injected.includes(one)));
  return session.result(faultText(plan), replayLine(options, plan));
}

function rehearsal(options: RunOptions, scenario: Scenario): Rehearse {
  return Object.assign(() => rehearsed(options).calls, {
    accesses: () => recorded(options, scenario, (session) => session.recordAccesses()),
    keywords: () => recorded(options, scenario, (session) => session.recordKeywords()),
    disturbances(kinds: readonly DisturbanceKind[]) {
      if (isAbove(options)) return [];
      const recorder = recordRun(options);
      return kinds.flatMap((kind) => DISTURBANCES_OF[kind](recorder));
    },
    uninitialized: () => findUninitialized(options),
    note: (text: string) => options.onNote?.(text),
  });
}

/** Whether the driver under test stands on another one. */
export function isAbove({ driver, lower, device }: RunOptions): boolean {
  return lower !== undefined || lowerDriverOf(driver, device) !== undefined;
}

/** What is written down of the run without faults. */
function recorded<T>(options: RunOptions, scenario: Scenario, record: (session: Session) => T): T {
  const session = new Session(sessionOptions(options));
  const records = record(session);
  session.play(() => playOn(scenario, session));
  session.dispose();
  return records;
}

/** A session that is ready for a run of these options. */
export function openSession(
  options: RunOptions,
  { faults }: RunPlan,
  callSite: CallSite | undefined,
  wraps?: PortWraps,
): Session {
  const { onEvent } = options;
  const faultless = faults.length === 0 ? undefined : () => rehearsed(options);
  const more = { faults, callSite, onEvent, faultless, wraps };
  return new Session(sessionOptions(options, more));
}

/** A run without faults, with everything watched that can be disturbed. */
export function recordRun(options: RunOptions): Recorder {
  const recorder = new Recorder();
  const session = openSession(options, { faults: [] }, options.callSite, recorder);
  recorder.begin(session);
  playThrough(options, session);
  session.dispose();
  return recorder;
}

/** Plays the scenario of these options to its end. */
export function playThrough({ scenario = SCENARIOS.life }: RunOptions, session: Session): void {
  session.play(() => playOn(scenario, session));
  judgeConfiguration(session);
}

/** What a run without faults is like. */
interface Rehearsal extends FaultlessRun {
  readonly calls: readonly FallibleCall[];
}

/** A registry with a network address that a station can have. */
const GOOD_ADDRESS: readonly Fault[] = [
  { call: 'registry', failure: 'station:NetworkAddress', occurrence: 1 },
];

const rehearsals = new WeakMap<RunOptions, Rehearsal>();

/** The run without faults, played once for the same options. */
function rehearsed(options: RunOptions): Rehearsal {
  let rehearsal = rehearsals.get(options);
  if (rehearsal === undefined) {
    rehearsal = rehearse(options);
    rehearsals.set(options, rehearsal);
  }
  return rehearsal;
}

function rehearse(options: RunOptions): Rehearsal {
  const session = new Session(sessionOptions(options));
  const calls = session.recordFallibleCalls();
  playThrough(options, session);
  const { loads, verdict, os } = session;
  const rules = new Set(os.findings.map(({ rule }) => rule));
  session.dispose();
  let acts: readonly string[] | undefined;
  let addressedRules: ReadonlySet<RuleName> | undefined;
  return {
    calls,
    loads,
    isClean: verdict === 'clean',
    rules,
    // Asked for by few, and expensive.
    get acts() {
      return (acts ??= witnessRun(options));
    },
    get addressedRules() {
      return (addressedRules ??= rulesOfRun(options, GOOD_ADDRESS));
    },
  };
}

/** The rules that the driver breaks in a run with these faults. */
function rulesOfRun(options: RunOptions, faults: readonly Fault[]): ReadonlySet<RuleName> {
  const session = openSession(options, { faults }, undefined);
  playThrough(options, session);
  const rules = new Set(session.os.findings.map(({ rule }) => rule));
  session.dispose();
  return rules;
}

/** What the driver does in a run without faults, that others see. */
function witnessRun(options: RunOptions): readonly string[] {
  const witness = new Witness();
  const session = new Session(sessionOptions(options, { witness }));
  playThrough(options, session);
  session.dispose();
  return witness.acts;
}

type OfOneRun = Pick<
  SessionOptions,
  'faults' | 'callSite' | 'onEvent' | 'faultless' | 'wraps' | 'witness'
>;

/** Written out: each spread of objects costs as much as a tenth of a failing load. */
function sessionOptions(
  options: RunOptions,
  { faults, callSite, onEvent, faultless, wraps, witness }: OfOneRun = {},
): SessionOptions {
  const { driver, driverName, device, configuration, profile, seed, heartbeat, coverage } = options;
  const { limits = options.scenario?.limits } = options;
  return {
    driver,
    driverName,
    lower: options.lower?.driver,
    device,
    registry: configuration?.registry,
    profile,
    seed,
    limits,
    heartbeat,
    faults,
    callSite,
    onEvent,
    faultless,
    wraps,
    witness,
    coverage,
  };
}

/** The faults of a run as reports name them, or null. */
export function faultText({ faults }: RunPlan): string | null {
  return faults.length === 0 ? null : faults.map(formatFault).join(', ');
}

/** A command line that repeats the run byte for byte. */
export function replayLine(options: RunOptions, plan: RunPlan): string {
  const { scenario = SCENARIOS.life, device = DEFAULT_DEVICE } = options;
  const words = ['ndislab run', shellWord(options.driverName), `--device ${shellWord(device)}`];
  if (options.lower !== undefined) words.push(`--lower ${shellWord(options.lower.name)}`);
  const { inf, set = [] } = options.configuration ?? {};
  if (inf !== undefined) words.push(`--inf ${shellWord(inf)}`);
  for (const setting of set) words.push(`--set ${shellWord(setting)}`);
  words.push(`--scenario ${shellWord(scenario.file ?? scenario.name)}`);
  if (scenario.input !== undefined) words.push(`--in ${shellWord(scenario.input)}`);
  for (const fault of plan.faults) words.push(`--fail ${shellWord(formatFault(fault))}`);
  if (options.profile === 'windows') words.push('--profile windows');
  words.push(`--seed ${options.seed ?? 1}`);
  return words.join(' ');
}
