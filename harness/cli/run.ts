/** `ndislab run`: plays a scenario on a driver and reports what was found. */
import { resolve } from 'node:path';
import type { Profile } from '../../ndis/kernel/kernel';
import { parseDevices } from '../device-spec';
import type { MarkedPlace } from '../code-coverage/coverage';
import { loadConfiguration } from '../inf';
import { playIsolated, type PlayRequest, type TraceRequest } from '../isolation';
import { isPath } from '../loader/path';
import { jsonReport } from '../report/json';
import type * as Junit from '../report/junit';
import { prettyReport } from '../report/pretty';
import { painter } from '../report/style';
import { checkWritable, PartFile, writeWhole } from '../report/write-file';
import { UsageError, type ScenarioResult, type Verdict } from '../result';
import { REPLAY, SCENARIOS, soak } from '../scenarios';
import { noSuchScenario } from '../scenarios/no-such-scenario';
import { openTraceFile, traceFormOf } from '../trace';
import { oneOf, readSeed } from './choice';
import type * as CoverageOption from './coverage';
import type { DriverCoverage } from './coverage';
import type * as Faults from './fault';
import { Exit, type ExitCode, type Terminal } from './terminal';

/** The options as typed. */
export interface RunFlags {
  readonly device?: string;
  readonly lower?: string;
  readonly inf?: string;
  readonly set?: readonly string[];
  readonly scenario?: string;
  readonly in?: string;
  readonly fail?: readonly string[];
  readonly profile: string;
  readonly seed: string;
  readonly format: string;
  readonly junit?: string;
  readonly trace?: string;
  readonly pcap?: string;
  readonly coverage?: string;
}

export const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  clean: Exit.CLEAN,
  findings: Exit.FINDINGS,
  inconclusive: Exit.INCONCLUSIVE,
};

export async function runCommand(
  driver: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = oneOf('--format', flags.format, ['pretty', 'json']);
  checkOutputs(driver, flags);
  const request = readRequest(driver, flags, terminal);
  if (flags.junit !== undefined) checkWritable(flags.junit);
  const coverage = coverageFor(driver, flags);
  const result = await playTraced(request, flags, terminal, coverage);
  if (flags.junit !== undefined) {
    const { junitReport } = require('../report/junit') as typeof Junit;
    writeWhole(flags.junit, junitReport(result));
  }
  if (flags.coverage !== undefined) coverage?.write(flags.coverage);
  const paint = painter(terminal.isColoured);
  const more = coverage === undefined ? [] : [coverage.block(paint)];
  terminal.out(format === 'json' ? jsonReport(result) : prettyReport(result, paint, more));
  return exitOf(result);
}

/** Loaded where it is asked for. */
function coverageFor(driver: string, { coverage }: RunFlags): DriverCoverage | undefined {
  if (coverage === undefined) return undefined;
  return (require('./coverage') as typeof CoverageOption).readCoverage(driver, coverage);
}

/** Plays with every event written, where that is wanted: files are whole or not there at all. */
async function playTraced(
  request: PlayRequest,
  { trace, pcap }: RunFlags,
  terminal: Terminal,
  coverage: DriverCoverage | undefined,
): Promise<ScenarioResult> {
  const parts: PartFile[] = [];
  const traces: TraceRequest[] = [];
  const add = (path: string, form: TraceRequest['form']) => {
    const part = new PartFile(path);
    parts.push(part);
    traces.push({ path: part.path, form });
  };
  try {
    if (trace !== undefined) add(trace, traceFormOf(trace));
    if (pcap !== undefined) add(pcap, 'pcapng');
    const onOutput = (text: string) => terminal.err(text);
    const asked = { ...request, traces, coverage: coverage !== undefined };
    const onCovered = (places: readonly MarkedPlace[]) => coverage?.add(places);
    const result = await playIsolated(asked, { onOutput, onCovered });
    for (const { path, form } of traces) openTraceFile(path, form).close();
    for (const part of parts) part.keep();
    return result;
  } catch (error) {
    for (const part of parts) part.discard();
    throw error;
  }
}

export function exitOf(result: ScenarioResult): ExitCode {
  return EXIT_OF[result.verdict];
}

/** @throws UsageError that says what is wrong and what would be right. */
function readRequest(driver: string, flags: RunFlags, terminal: Terminal): PlayRequest {
  const { inf, set = [], in: input } = flags;
  const { scenario = input === undefined ? SCENARIOS.life.name : REPLAY.name } = flags;
  if (flags.device !== undefined) parseDevices(flags.device);
  const isKnown = [REPLAY.name, soak.name].includes(scenario) || Object.hasOwn(SCENARIOS, scenario);
  if (!isPath(scenario) && !isKnown) throw noSuchScenario(scenario);
  const isDeviceIdle = scenario === SCENARIOS['registration-failure'].name;
  const { device, notes } = loadConfiguration({
    inf,
    set,
    device: flags.device,
    driver,
    isDeviceIdle,
  });
  for (const note of notes) terminal.err(`ndislab: ${note}\n`);
  return {
    driver,
    device,
    ...(flags.lower === undefined ? {} : { lower: flags.lower }),
    ...(inf === undefined ? {} : { inf }),
    ...(set.length === 0 ? {} : { set }),
    scenario,
    faults: readFaults(flags.fail),
    profile: oneOf<Profile>('--profile', flags.profile, ['strict', 'windows']),
    seed: readSeed(flags.seed),
    ...(input === undefined ? {} : { input }),
  };
}

/** The names of all exports are loaded where one is given. */
function readFaults(texts: readonly string[] | undefined): PlayRequest['faults'] {
  if (texts === undefined) return [];
  return (require('./fault') as typeof Faults).parseFaults(texts);
}

/** @throws UsageError if a file that is to be written is one that is read, or is written twice. */
function checkOutputs(driver: string, { scenario = '', lower = '', ...flags }: RunFlags): void {
  const read = [driver, scenario, lower].filter(isPath);
  for (const path of [flags.in, flags.inf]) if (path !== undefined) read.push(path);
  const taken = read.map((path) => resolve(path));
  for (const path of [flags.junit, flags.trace, flags.pcap, flags.coverage]) {
    if (path === undefined) continue;
    if (taken.includes(resolve(path)))
      throw new UsageError(
        `cannot write ${path}: it is named twice, and one would overwrite the other`,
      );
    taken.push(resolve(path));
  }
}
