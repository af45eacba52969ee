/**
 * Playing a scenario where the driver can do no harm: in a thread of a process of its own. A run
 * that has to be cut off becomes a finding, and the runs after it go on in a new process.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { UsageError, worstVerdict, type RunResult, type ScenarioResult } from '../result';
import { lostRun } from './lost-run';
import type { LossCause, PlannedRun, PlayerMessage, PlayerStart, PlayRequest } from './protocol';

/** Processor time without a sign of life until a handler is taken to spin, at first and again. */
const SPIN_LIMIT_MS = 10_000;
const SPIN_AGAIN_LIMIT_MS = 2_000;

/** What V8 says when it ends the process for want of memory. */
const OUT_OF_MEMORY = /out of memory|Allocation failed|invalid table size/i;
/** What is kept of a child's stderr to see why it ended. */
const STDERR_KEPT_CHARACTERS = 65_536;

/** A fault of ndislab itself: exit code 3. */
export class HarnessFault extends Error {
  /** The run in which it happened, if it is known. */
  readonly replay: string | undefined;

  constructor(message: string, replay: string | undefined) {
    super(message);
    this.name = 'HarnessFault';
    this.replay = replay;
  }
}

export interface IsolationOptions {
  /** Told of each run that has ended, and of how many there are. */
  readonly onRunEnd?: (result: RunResult, runCount: number) => void;
  /** Gets what the driver under test prints. */
  readonly onOutput?: (text: string) => void;
}

/** How far a scenario has come, over all processes that it takes. */
interface Progress {
  scenario: string | undefined;
  rehearsal: PlannedRun | undefined;
  runs: readonly PlannedRun[] | undefined;
  readonly results: RunResult[];
}

interface Loss {
  readonly cause: LossCause;
  readonly handler: string | undefined;
}

/**
 * Plays a scenario.
 *
 * @throws UsageError if driver or scenario cannot be loaded; HarnessFault if the fault is ours.
 */
export async function playIsolated(
  request: PlayRequest,
  options: IsolationOptions = {},
): Promise<ScenarioResult> {
  const progress: Progress = {
    scenario: undefined,
    rehearsal: undefined,
    runs: undefined,
    results: [],
  };
  let spinLimitMs = SPIN_LIMIT_MS;
  do {
    const runs = progress.runs?.slice(progress.results.length);
    const loss = await playInProcess({ request, runs, spinLimitMs }, progress, options);
    if (loss === undefined) break;
    noteLoss(request, progress, loss, options);
    if (loss.cause === 'spin') spinLimitMs = SPIN_AGAIN_LIMIT_MS;
  } while (progress.results.length < progress.runs!.length);
  const { driver, device, profile, seed } = request;
  const verdict = worstVerdict(progress.results.map((one) => one.verdict));
  const scenario = progress.scenario!;
  return { schema: 1, driver, device, scenario, profile, seed, verdict, runs: progress.results };
}

function noteLoss(
  request: PlayRequest,
  progress: Progress,
  { cause, handler }: Loss,
  options: IsolationOptions,
): void {
  if (progress.rehearsal === undefined) {
    const why = {
      spin: 'its top level does not end',
      memory: 'its top level takes all memory',
      exit: 'its top level ends the thread that loads it',
    }[cause];
    throw new UsageError(`${request.driver} cannot be loaded: ${why}`);
  }
  // Lost while it was rehearsed, a driver is known well enough: every run would be lost.
  progress.runs ??= [progress.rehearsal];
  const result = lostRun(progress.runs[progress.results.length], cause, handler);
  progress.results.push(result);
  options.onRunEnd?.(result, progress.runs.length);
}

/** Plays on in one process until it is done (then undefined) or a run is lost. */
function playInProcess(
  start: PlayerStart,
  progress: Progress,
  options: IsolationOptions,
): Promise<Loss | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'guard.js'), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    const stderr = listen(child, options);
    let handler: string | undefined;
    let end: (() => void) | undefined;
    child.on('message', (message: PlayerMessage) => {
      switch (message.kind) {
        case 'loaded':
          progress.scenario = message.scenario;
          progress.rehearsal = message.rehearsal;
          break;
        case 'planned':
          progress.runs = message.runs;
          break;
        case 'at':
          handler = message.handler;
          break;
        case 'ended':
          progress.results.push(message.result);
          options.onRunEnd?.(message.result, progress.runs!.length);
          break;
        case 'done':
          end = () => resolve(undefined);
          break;
        case 'lost':
          end = () => resolve(message);
          break;
        case 'usage-error':
          end = () => reject(new UsageError(message.message));
          break;
        case 'harness-fault':
          end = () => reject(new HarnessFault(message.stack, message.replay));
      }
    });
    child.on('error', (error) => reject(new HarnessFault(String(error), undefined)));
    child.on('close', (code, signal) => {
      const said = stderr();
      if (end !== undefined) {
        if (said !== '' && !OUT_OF_MEMORY.test(said)) options.onOutput?.(said);
        end();
      } else if (signal === 'SIGKILL' || OUT_OF_MEMORY.test(said)) {
        resolve({ cause: 'memory', handler });
      } else {
        const how = `the process of the driver ended with ${signal ?? `code ${code}`}`;
        reject(
          new HarnessFault(`${how}\n${said}`, progress.runs?.[progress.results.length]?.replay),
        );
      }
    });
    child.send(start);
  });
}

/** Passes on what the driver prints; the function given back tells what was said on stderr. */
function listen(child: ChildProcess, options: IsolationOptions): () => string {
  let said = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => options.onOutput?.(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-STDERR_KEPT_CHARACTERS);
  });
  return () => said;
}
