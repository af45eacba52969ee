/** `ndislab sweep`: every failure once, and what the driver made of it. */
import { parseDevices } from '../device-spec';
import type { Profile } from '../../ndis/kernel/kernel';
import { loadConfiguration } from '../inf';
import { suggestion } from '../nearest';
import { UsageError } from '../result';
import { shellWord } from '../shell-word';
import { Journal, usualJournal } from '../sweep/journal';
import { FAULT_KINDS, isFaultKind, type FaultKind } from '../sweep/kinds';
import { WHOLE, type Shard } from '../sweep/outcome';
import { partText } from '../sweep/part';
import type { SweepRequest } from '../sweep/request';
import { sweep } from '../sweep/sweep';
import { oneOf, readSeed } from './choice';
import { readCoverage } from './coverage';
import { SweepProgress } from './progress';
import { SweepReports, type ReportFlags } from './sweep-report';
import { Exit, type ExitCode, type Terminal } from './terminal';

const THREADS_MAX = 256;
const SHARDS_MAX = 10_000;

/** The options as typed. */
export interface SweepFlags extends ReportFlags {
  readonly device?: string;
  readonly lower?: string;
  readonly inf?: string;
  readonly set?: readonly string[];
  readonly only?: readonly string[];
  readonly pairs?: boolean;
  readonly profile: string;
  readonly seed: string;
  readonly threads?: string;
  readonly shard?: string;
  readonly journal?: string;
  readonly resume?: boolean;
}

export async function sweepCommand(
  driver: string,
  flags: SweepFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const request = readRequest(driver, flags, terminal);
  const shard = readShard(flags.shard);
  const threads = readThreads(flags.threads);
  const reports = new SweepReports(flags);
  const isPart = flags.shard !== undefined && reports.format === 'json';
  if (isPart) requireNoReport(flags);
  const coverage = readCoverage(driver, flags.coverage);
  const tell = (text: string) => terminal.err(`ndislab: ${text}\n`);
  const journal =
    flags.journal === undefined
      ? new Journal(usualJournal(request, shard), tell)
      : new Journal(flags.journal);
  const progress = new SweepProgress(terminal);
  let stopSaying: (() => void) | undefined;
  const played = await sweep(request, {
    shard,
    threads,
    onOutput: (text) => terminal.err(text),
    planned(digest, played) {
      if (flags.resume === true)
        journal.resume(digest, {
          played,
          covered: (places) => coverage?.add(places),
          warn: tell,
        });
      else journal.begin(digest);
      // What the clean run has covered.
      journal.cover(coverage?.record.places ?? []);
      stopSaying = terminal.onInterrupt?.(() => {
        progress.end();
        if (journal.isKept) tell('interrupted: the same command with --resume goes on');
      });
    },
    covered(places) {
      coverage?.add(places);
      journal.cover(places);
    },
    begun: (count, what) => progress.begin(count, what),
    ended(runs) {
      journal.add(runs);
      progress.ended(runs);
    },
  }).finally(() => {
    progress.end();
    stopSaying?.();
  });
  if (flags.journal === undefined) journal.remove();
  const swept = coverage === undefined ? played : { ...played, coverage: coverage.record };
  if (!isPart) return reports.tell(swept, terminal);
  reports.writeCoverage(swept);
  // A part is no verdict yet: `ndislab merge` gives it.
  terminal.out(partText(swept));
  return Exit.CLEAN;
}

function readRequest(driver: string, flags: SweepFlags, terminal: Terminal): SweepRequest {
  const { inf, set, only, profile, pairs = false } = flags;
  if (flags.device !== undefined) parseDevices(flags.device);
  const { device, notes } = loadConfiguration({ inf, set, device: flags.device, driver });
  for (const note of notes) terminal.err(`ndislab: ${note}\n`);
  return {
    driver,
    device,
    ...(flags.lower === undefined ? {} : { lower: flags.lower }),
    ...(inf === undefined ? {} : { inf }),
    ...(set === undefined ? {} : { set }),
    profile: oneOf<Profile>('--profile', profile, ['strict', 'windows']),
    seed: readSeed(flags.seed),
    kinds: readKinds(only),
    pairs,
    ...(flags.coverage === undefined ? {} : { coverage: true }),
  };
}

/** All of them if none is named; in the order of the table, however they are typed. */
function readKinds(only: readonly string[] | undefined): FaultKind[] {
  const all = Object.keys(FAULT_KINDS).filter(isFaultKind);
  if (only === undefined) return all;
  const unknown = only.find((one) => !isFaultKind(one));
  if (unknown !== undefined) {
    const hint = suggestion(unknown, all) || `; there are ${all.join(', ')}`;
    throw new UsageError(`there is no kind of fault ${shellWord(unknown)}${hint}`);
  }
  return all.filter((one) => only.includes(one));
}

function readShard(text: string | undefined): Shard {
  if (text === undefined) return WHOLE;
  const [, index, count] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count && count <= SHARDS_MAX) return { index, count };
  throw new UsageError(`--shard is I/N, as 1/8 to 8/8, not ${shellWord(text)}`);
}

/** What is for the report of the whole is of no use here, and must not seem to be. */
function requireNoReport(flags: SweepFlags): void {
  for (const option of ['baseline', 'json', 'junit', 'sarif', 'ctrf'] as const)
    if (flags[option] !== undefined)
      throw new UsageError(
        `--shard with --format json gives a part for ndislab merge, which takes --${option}`,
      );
}

function readThreads(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const threads = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (threads >= 1 && threads <= THREADS_MAX) return threads;
  throw new UsageError(
    `--threads is a whole number from 1 to ${THREADS_MAX}, not ${shellWord(text)}`,
  );
}
