/** The thread that plays: it alone loads the driver under test and runs it. */
import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { formatFault, type Fault } from '../../ndis/faults';
import { createCallSite } from '../call-site';
import { coverageOf, type Coverage } from '../code-coverage/coverage';
import { loadConfiguration } from '../inf';
import {
  isPath,
  loadDriverFile,
  loadLowerFile,
  loadScenario,
  type LoadedScenario,
} from '../loader';
import { UsageError } from '../result';
import { faultText, planRuns, replayLine, runOnce, type RunOptions } from '../run';
import type { RunPlan } from '../scenario';
import { openTraceFile, type TraceFile } from '../trace';
import { meddling } from './job';
import type {
  JobStart,
  LastMessage,
  PlannedRun,
  PlayerMessage,
  PlayerStart,
  PlayRequest,
} from './protocol';
import { Pulse } from './pulse';

/** What the guard gives the thread. */
export interface PlayerData {
  readonly start: PlayerStart;
  readonly pulse: SharedArrayBuffer;
}

function tell(message: PlayerMessage): void {
  parentPort!.postMessage(message);
}

function planned(options: RunOptions, plan: RunPlan): PlannedRun {
  return { faults: plan.faults, fault: faultText(plan), replay: replayLine(options, plan) };
}

const noted = new Set<string>();

/** A run that reports is played twice; the user is told once. */
function noteOnce(faults: readonly Fault[]): void {
  for (const fault of faults.map(formatFault)) {
    if (noted.has(fault)) continue;
    noted.add(fault);
    tell({ kind: 'note', text: `${fault} did not happen: there was no such call` });
  }
}

/** What was executed since this was last told: by a run that is lost now, it is lost too. */
function tellCovered(coverage: Coverage | undefined): void {
  const places = coverage?.takeChanges() ?? [];
  if (places.length > 0) tell({ kind: 'covered', places });
}

function load(
  request: PlayRequest,
  pulse: Pulse,
  traces: readonly TraceFile[],
): RunOptions & { scenario: LoadedScenario } {
  const { driver, name } = loadDriverFile(request.driver);
  const scenario = loadScenario(request.scenario, request.input);
  const notIn = scenario.path === undefined ? [] : [scenario.path];
  return {
    ...request,
    driver,
    driverName: name,
    lower: loadLowerFile(request.lower),
    configuration: loadConfiguration(request),
    scenario,
    coverage: request.coverage === true ? coverageOf(driver) : undefined,
    callSite: createCallSite({ notIn }),
    heartbeat: (handler) => pulse.beat(handler),
    onEvent: traces.length === 0 ? undefined : (event) => traces.forEach((one) => one.write(event)),
    onNote: (text) => tell({ kind: 'note', text }),
    onFaultsMissed: noteOnce,
  };
}

/** Plays one job to its end. Undefined if all went well, else what stopped it. */
function play({ request, runs, runsPlayed }: JobStart, pulse: Pulse): LastMessage | undefined {
  let run: PlannedRun | undefined;
  let scenarioPath: string | undefined;
  try {
    const traces = (request.traces ?? []).map(({ path, form }) => openTraceFile(path, form));
    const options = load(request, pulse, traces);
    scenarioPath = options.scenario.path;
    run = planned(options, { faults: request.faults });
    tell({ kind: 'loaded', scenario: options.scenario.name, rehearsal: run });
    pulse.beginRun();
    const left = runs ?? planRuns(options).map((plan) => planned(options, plan));
    if (runs === undefined) tell({ kind: 'planned', runs: left });
    tellCovered(options.coverage);
    let number = runsPlayed;
    for (run of left) {
      number++;
      const { fault, replay } = run;
      const begun = { ...request, scenario: options.scenario.name, number, fault, replay };
      for (const trace of traces) trace.beginRun(begun);
      pulse.beginRun();
      tell({ kind: 'ended', result: runOnce(options, run) });
      tellCovered(options.coverage);
    }
    tell({ kind: 'done' });
    return undefined;
  } catch (error) {
    return describe(error, request.driver, scenarioPath, run);
  }
}

function describe(
  error: unknown,
  driver: string,
  scenarioPath: string | undefined,
  run: PlannedRun | undefined,
): LastMessage {
  if (error instanceof UsageError) return { kind: 'usage-error', message: error.message };
  const stack = stackOf(error);
  const first = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  // A scenario is the user's program: what it throws itself is for its author.
  if (scenarioPath !== undefined && first.includes(scenarioPath))
    return {
      kind: 'usage-error',
      message: `the scenario threw ${stack.split('\n')[0]}, ${first.trim()}`,
    };
  // The handlers' own exceptions are findings. Code of the driver was called in place of ours, or
  // there is not even a stack to tell.
  if (isPath(driver) && (first === '' || first.includes(resolve(driver)))) {
    const how = ` (${stack.split('\n')[0]}${first === '' ? '' : `, ${first.trim()}`})`;
    return { kind: 'usage-error', message: meddling(driver, how).message };
  }
  return { kind: 'harness-fault', stack, replay: run?.replay };
}

/** The stack of an exception; even to make it may fail, after a driver has replaced a global. */
function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return 'an exception without a stack';
  }
}

function playAll({ start, pulse }: PlayerData): void {
  const shared = new Pulse(pulse);
  for (const job of start.jobs) {
    const trouble = play(job, shared);
    if (trouble !== undefined) return tell(trouble);
  }
  tell({ kind: 'finished' });
}

playAll(workerData as PlayerData);
