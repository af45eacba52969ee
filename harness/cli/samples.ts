/** `ndislab samples`: every sample in its scenarios, and whether it shows what it should. */
import { availableParallelism } from 'node:os';
import { expectedIn, NAMED_SCENARIOS, SAMPLES, type Sample } from '../../miniports';
import { count } from '../count';
import { playAllIsolated, type PlayRequest } from '../isolation';
import { balance, painter, statusWord, table, type Paint } from '../report';
import type { RunResult, ScenarioResult } from '../result';
import { SCENARIOS } from '../scenarios';
import { noSuchScenario } from '../scenarios/no-such-scenario';
import { Progress } from './progress';
import { Exit, type ExitCode, type Terminal } from './terminal';

const PROCESSES_MAX = 8;
/** The samples are known: one that is silent for that long spins. */
const SPIN_LIMIT_MS = 2_000;

/** The options as typed. */
export interface SamplesFlags {
  readonly scenario?: string;
  readonly everyScenario?: boolean;
}

/** How one sample did under one scenario. */
interface Outcome {
  readonly sample: Sample;
  readonly result: ScenarioResult;
  /** Declared and not found. */
  readonly missing: readonly string[];
  /** Found and not declared. */
  readonly surplus: readonly string[];
}

/** Exits clean only if every sample showed exactly the findings that are declared beside it. */
export async function samplesCommand(flags: SamplesFlags, terminal: Terminal): Promise<ExitCode> {
  const { scenario: only, everyScenario: isEvery = only !== undefined } = flags;
  if (only !== undefined && !Object.hasOwn(SCENARIOS, only)) throw noSuchScenario(only);
  const paint = painter(terminal.isColoured);
  const planned = SAMPLES.flatMap((sample) =>
    scenariosFor(sample, isEvery)
      .filter((scenario) => only === undefined || scenario === only)
      .map((scenario) => ({ sample, scenario })),
  );
  const requests = planned.map(({ sample, scenario }) => request(sample, scenario));
  const progress = new Progress(terminal, 'scenario');
  progress.begin(requests.length);
  const results = await playAll(requests, () => progress.ended(1)).finally(() => progress.end());
  const outcomes = results.map((result, index) => judge(planned[index].sample, result));
  const differing = outcomes.filter(isDifferent);
  const rows = outcomes.map((outcome) => row(outcome, paint));
  const head = [
    'Driver',
    'Device',
    'Scenario',
    'Runs',
    'DriverEntry',
    'MiniportInitialize',
    'Taken / given back',
    'Findings',
  ];
  const blocks = [table(paint, head, rows), ...differing.map(describe), closing(outcomes, paint)];
  terminal.out(`${blocks.join('\n\n')}\n`);
  return differing.length === 0 ? Exit.CLEAN : Exit.FINDINGS;
}

/**
 * A good driver is played in all, a faulty one in those that every driver is played in and those
 * that its findings are declared for. Each costs seconds with a driver that never gives control
 * back, and all would show the same.
 */
function scenariosFor({ isolated, expected }: Sample, isEvery: boolean): readonly string[] {
  if (isolated) return NAMED_SCENARIOS;
  const isGood = Object.keys(expected).length === 0;
  return Object.keys(SCENARIOS).filter(
    (name) => isEvery || isGood || NAMED_SCENARIOS.includes(name) || Object.hasOwn(expected, name),
  );
}

function request({ name, device }: Sample, scenario: string): PlayRequest {
  return { driver: name, device, scenario, faults: [], profile: 'strict', seed: 1 };
}

/** Plays on all processors, a part of the list on each; the results are in the list's order. */
async function playAll(
  requests: readonly PlayRequest[],
  onPlayed: () => void,
): Promise<readonly ScenarioResult[]> {
  const partCount = Math.min(availableParallelism(), PROCESSES_MAX);
  const parts = Array.from({ length: partCount }, (_, part) =>
    requests.filter((_one, index) => index % partCount === part),
  );
  const played = await Promise.all(
    parts.map((part) => playAllIsolated(part, { spinLimitMs: SPIN_LIMIT_MS, onPlayed })),
  );
  return requests.map((_one, index) => played[index % partCount][Math.floor(index / partCount)]);
}

function judge(sample: Sample, result: ScenarioResult): Outcome {
  const expected = expectedIn(sample.expected, result.scenario);
  const found = rulesOf(result);
  return {
    sample,
    result,
    missing: expected.filter((rule) => !found.includes(rule)),
    surplus: found.filter((rule) => !expected.some((one) => one === rule)),
  };
}

function rulesOf({ runs }: ScenarioResult): string[] {
  return [...new Set(runs.flatMap((run) => run.findings.map((finding) => finding.rule)))];
}

function isDifferent({ missing, surplus, result }: Outcome): boolean {
  return missing.length > 0 || surplus.length > 0 || result.verdict === 'inconclusive';
}

function row(outcome: Outcome, paint: Paint): string[] {
  const { sample, result } = outcome;
  const { runs, scenario, device } = result;
  const rules = rulesOf(result);
  const text = rules.length === 0 ? 'none' : rules.join('\n');
  const verdict = result.verdict === 'inconclusive' ? 'inconclusive' : text;
  return [
    sample.name,
    device,
    scenario,
    String(runs.length),
    statuses(runs, 'DriverEntry'),
    statuses(runs, 'MiniportInitialize'),
    balance(runs),
    isDifferent(outcome) ? paint('red', `${verdict} (not as declared)`) : verdict,
  ];
}

/** What a handler returned over all runs: `FAILURE, 3 others`. */
function statuses(runs: readonly RunResult[], handler: string): string {
  const [first, ...others] = new Set(runs.map((run) => statusWord(run.statuses[handler])));
  return others.length === 0 ? first : `${first}, ${count(others.length, 'other')}`;
}

function describe({ sample, result, missing, surplus }: Outcome): string {
  const parts = [
    ...missing.map((rule) => `  declared and not found: ${rule}`),
    ...surplus.map((rule) => `  found and not declared: ${rule}`),
    ...(result.verdict === 'inconclusive' ? ['  inconclusive'] : []),
  ];
  const replay = `ndislab run ${sample.name} --device ${result.device} --scenario ${result.scenario}`;
  return [`${sample.name} under ${result.scenario} differs:`, ...parts, `  ${replay}`].join('\n');
}

function closing(outcomes: readonly Outcome[], paint: Paint): string {
  const runCount = outcomes.reduce((sum, { result }) => sum + result.runs.length, 0);
  const wrong = outcomes.filter(isDifferent).length;
  const all = `${count(SAMPLES.length, 'driver')}, ${count(runCount, 'run')}`;
  return wrong === 0
    ? `${paint(['bold', 'green'], 'as declared')}: ${all}; each showed the findings declared beside it`
    : `${paint(['bold', 'red'], 'not as declared')}: ${all}; ${wrong} of ${outcomes.length} differ`;
}
