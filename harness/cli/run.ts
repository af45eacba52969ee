/** `ndislab run`: plays a scenario on a driver and reports what was found. */
import { resolve } from 'node:path';
import type { Profile } from '../../ndis/kernel/kernel';
import { DEVICES, isDeviceName } from '../devices';
import { playIsolated, type PlayRequest } from '../isolation';
import { isPath } from '../loader';
import { nearest, suggestion } from '../nearest';
import {
  checkWritable,
  jsonReport,
  junitReport,
  painter,
  prettyReport,
  writeWhole,
} from '../report';
import { UsageError, type ScenarioResult, type Verdict } from '../result';
import { SCENARIOS } from '../scenarios';
import { parseFaults } from './fault';
import { Exit, type ExitCode, type Terminal } from './terminal';

/** The options as typed. */
export interface RunFlags {
  readonly device: string;
  readonly scenario: string;
  readonly fail: readonly string[];
  readonly profile: string;
  readonly seed: string;
  readonly format: string;
  readonly junit?: string;
  readonly trace?: string;
}

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  clean: Exit.CLEAN,
  findings: Exit.FINDINGS,
  inconclusive: Exit.INCONCLUSIVE,
};

const SEED_MAX = 0xffff_ffff;

export async function runCommand(
  driver: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const format = oneOf('--format', flags.format, ['pretty', 'json']);
  const request = readRequest(driver, flags);
  if (flags.junit !== undefined) checkWritable(flags.junit);
  if (flags.trace !== undefined) writeWhole(flags.trace, '');
  const result = await playIsolated(request, { onOutput: (text) => terminal.err(text) });
  if (flags.junit !== undefined) writeWhole(flags.junit, junitReport(result));
  terminal.out(
    format === 'json' ? jsonReport(result) : prettyReport(result, painter(terminal.isColoured)),
  );
  return exitOf(result);
}

export function exitOf(result: ScenarioResult): ExitCode {
  return EXIT_OF[result.verdict];
}

/** @throws UsageError that says what is wrong and what would be right. */
function readRequest(driver: string, flags: RunFlags): PlayRequest {
  const { device, scenario } = flags;
  if (!isDeviceName(device))
    throw new UsageError(`there is no device ${device}${suggestion(device, Object.keys(DEVICES))}`);
  if (!isPath(scenario) && !Object.hasOwn(SCENARIOS, scenario))
    throw new UsageError(
      `there is no scenario ${scenario}${suggestion(scenario, Object.keys(SCENARIOS))}`,
    );
  return {
    driver,
    device,
    scenario,
    faults: parseFaults(flags.fail),
    profile: oneOf<Profile>('--profile', flags.profile, ['strict', 'windows']),
    seed: readSeed(flags.seed),
    ...(flags.trace === undefined ? {} : { trace: resolve(flags.trace) }),
  };
}

function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  const near = nearest(value, choices);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UsageError(`${option} is ${choices.join(' or ')}, not ${value}${hint}`);
}

function readSeed(text: string): number {
  const seed = /^(\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : NaN;
  if (seed <= SEED_MAX) return seed;
  throw new UsageError(`--seed is a whole number from 0 to ${SEED_MAX}, not ${text}`);
}
