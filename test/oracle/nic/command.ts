/** The oracle's command line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addVerdict, compare, NO_VERDICT, type Verdict } from './compare';
import type { OracleDevice } from './device';
import { DEVICES } from './devices';
import { generateProgram } from './generate';
import { parse, type Transcript } from './listing';
import { type LiveRun, runLive, runOne } from './live';
import { runOnModel } from './model';
import type { Program } from './program';
import { QemuFailure, QemuMissing } from './qtest';
import { reportFailure, reportMutants, reportVerdict } from './report';
import { readTranscripts, writeTranscripts } from './transcripts';
import { shrink } from './shrink';

const STEPS = 24;
/** Programs that a device's mutants are tried on. */
const SELF_TEST_PROGRAMS = 12;
/** Failing programs that are shrunk and printed; one cause mostly fails many. */
const FAILURES_SHOWN_MAX = 3;
const RECORDED_PROGRAMS = 20;
const RECORDED_STEPS = 5;

type Print = (line: string) => void;

interface Options {
  readonly programCount: number;
  readonly seed: number;
  readonly length: number;
}

const USAGE =
  'npm run oracle -- [--device NAME]... [--programs N] [--seed N] [--length N] [--record DIR] ' +
  '[--replay] [--self-test] [--listing FILE]';

/** What is wrong with the command line, in a line. */
class UsageError extends Error {}

/** Runs the command; gives its exit status. */
export async function runCommand(args: readonly string[], print: Print): Promise<number> {
  try {
    return await run(args, print);
  } catch (error) {
    if (error instanceof UsageError) {
      print(`oracle: ${error.message}`);
      return 2;
    }
    if (error instanceof QemuMissing) {
      print(`${error.message}: install qemu-system-x86`);
      return 2;
    }
    if (!(error instanceof QemuFailure)) throw error;
    print(`QEMU failed: ${error.message}`);
    return 3;
  }
}

async function run(args: readonly string[], print: Print): Promise<number> {
  const values = parseOptions(args);
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const names = values.device ?? DEVICES.map(({ name }) => name);
  const devices = names.map(deviceNamed);
  const options: Options = {
    programCount: wholeNumber('programs', values.programs),
    seed: wholeNumber('seed', values.seed),
    length: wholeNumber('length', values.length),
  };
  if (values.listing !== undefined) return runListing(values.listing, print);
  if (values.replay) return replay(devices, values.record ?? join(__dirname, 'transcripts'), print);
  let failed = false;
  for (const device of devices) {
    if (values.record !== undefined) await record(device, values.record, options.seed);
    else if (!(await selfTest(device, options, print))) failed = true;
    else if (!values['self-test']) failed = !(await compareLive(device, options, print)) || failed;
  }
  return failed ? 1 : 0;
}

/** @throws UsageError for an option that there is not */
function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        device: { type: 'string', multiple: true },
        programs: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        length: { type: 'string', default: String(STEPS) },
        record: { type: 'string' },
        replay: { type: 'boolean', default: false },
        'self-test': { type: 'boolean', default: false },
        listing: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}; it is ${USAGE}`);
  }
}

/** @throws UsageError unless it is 1 or more */
function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--${name} takes a whole number from 1 up, not "${text}"`);
  return Number(text);
}

/** @throws UsageError if there is none */
function deviceNamed(name: string): OracleDevice {
  const device = DEVICES.find((one) => one.name === name);
  if (device === undefined)
    throw new UsageError(
      `there is no device "${name}"; there are ${DEVICES.map((one) => one.name).join(', ')}`,
    );
  return device;
}

function programsOf(device: OracleDevice, { programCount, seed, length }: Options): Program[] {
  return Array.from({ length: programCount }, (_, at) =>
    generateProgram(device, seed + at, length),
  );
}

function judge(device: OracleDevice, { program, answers }: LiveRun): Verdict {
  return compare(program, runOnModel(device, program), answers, device.deviations);
}

/** Random programs, live. True if nothing is unexplained. */
async function compareLive(device: OracleDevice, options: Options, print: Print): Promise<boolean> {
  let sum = NO_VERDICT;
  const failing: Program[] = [];
  await runLive(device, programsOf(device, options), (run) => {
    const verdict = judge(device, run);
    sum = addVerdict(sum, verdict);
    if (verdict.unexplained.length > 0) failing.push(run.program);
  });
  reportVerdict(device, options.programCount, failing.length, sum, print);
  failing.sort((a, b) => a.seed - b.seed);
  for (const program of failing.slice(0, FAILURES_SHOWN_MAX))
    await explainFailure(device, program, print);
  return failing.length === 0;
}

/** Shrinks a failing program, as long as it fails at the same place, and prints it. */
async function explainFailure(device: OracleDevice, program: Program, print: Print): Promise<void> {
  const verdictOf = async (candidate: Program) =>
    judge(device, { program: candidate, answers: await runOne(device, candidate) });
  const first = (await verdictOf(program)).unexplained.at(0);
  if (first === undefined) {
    print(`${device.name} seed ${program.seed}: differed once and does not again`);
    return;
  }
  const smallest = await shrink(program, async (candidate) =>
    (await verdictOf(candidate)).unexplained.some(({ place }) => place === first.place),
  );
  const answers = await runOne(device, smallest);
  reportFailure(device, smallest, answers, judge(device, { program: smallest, answers }), print);
}

/** Puts each mutant through a few programs. True if each is found out. */
async function selfTest(device: OracleDevice, options: Options, print: Print): Promise<boolean> {
  const runs: LiveRun[] = [];
  const few = { ...options, programCount: SELF_TEST_PROGRAMS };
  await runLive(device, programsOf(device, few), (run) => runs.push(run));
  return reportMutants(device, runs, print);
}

/** Runs programs as they were printed, live. */
async function runListing(path: string, print: Print): Promise<number> {
  let failed = false;
  for (const { program } of readListing(path)) {
    const device = deviceNamed(program.device);
    const answers = await runOne(device, program);
    const verdict = judge(device, { program, answers });
    reportFailure(device, program, answers, verdict, print);
    failed ||= verdict.unexplained.length > 0;
  }
  return failed ? 1 : 0;
}

/** @throws UsageError if there is no such file, or no listing in it */
function readListing(path: string): Transcript[] {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`the listing "${path}" cannot be read: ${(error as Error).message}`);
  }
}

async function record(device: OracleDevice, folder: string, seed: number): Promise<void> {
  const runs: LiveRun[] = [];
  const options = { programCount: RECORDED_PROGRAMS, seed, length: RECORDED_STEPS };
  await runLive(device, programsOf(device, options), (run) => runs.push(run));
  writeTranscripts(folder, device, runs);
}

/** Recorded transcripts against our models; needs no QEMU. */
function replay(devices: readonly OracleDevice[], folder: string, print: Print): number {
  let failed = false;
  for (const device of devices) {
    const runs = readTranscripts(folder, device);
    const verdicts = runs.map((run) => judge(device, run));
    const failing = verdicts.filter(({ unexplained }) => unexplained.length > 0).length;
    const sum = verdicts.reduce(addVerdict, NO_VERDICT);
    reportVerdict(device, runs.length, failing, sum, print);
    runs.forEach(({ program, answers }, at) => {
      const verdict = verdicts[at];
      if (verdict.unexplained.length > 0) reportFailure(device, program, answers, verdict, print);
    });
    failed ||= failing > 0 || !reportMutants(device, runs, print);
  }
  return failed ? 1 : 0;
}
