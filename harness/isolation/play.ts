/**
 * Playing scenarios where the driver can do no harm: in a thread of a process of its own. A run that
 * has to be cut off becomes a finding, and the runs after it go on in a new process.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { MarkedPlace } from '../code-coverage/coverage';
import { UsageError, type ScenarioResult } from '../result';
import { listenTo } from './child-output';
import { HarnessFault } from './harness-fault';
import { Job, type Loss } from './job';
import type { LastMessage, PlayerMessage, PlayRequest } from './protocol';

/** Processor time without a sign of life until a handler is taken to spin, at first and again. */
const SPIN_LIMIT_MS = 10_000;
const SPIN_AGAIN_LIMIT_MS = 2_000;

export interface IsolationOptions {
  /** Processor time without a sign of life until a handler is taken to spin; 10 s if not told. */
  readonly spinLimitMs?: number;
  /** Gets what the driver under test prints. */
  readonly onOutput?: (text: string) => void;
  /** Told what was executed of the driver, by and by, if the requests ask for it. */
  readonly onCovered?: (places: readonly MarkedPlace[]) => void;
  /** Told of each scenario that has been played. */
  readonly onPlayed?: () => void;
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
  const [result] = await playAllIsolated([request], options);
  return result;
}

/** Plays scenarios one after the other, in one process as long as none has to be cut off. */
export async function playAllIsolated(
  requests: readonly PlayRequest[],
  options: IsolationOptions = {},
): Promise<readonly ScenarioResult[]> {
  const jobs = requests.map((request) => new Job(request));
  let { spinLimitMs = SPIN_LIMIT_MS } = options;
  for (;;) {
    const open = jobs.filter((job) => !job.isDone);
    if (open.length === 0) break;
    const loss = await playInProcess(open, spinLimitMs, options);
    const unfinished = open.find((job) => !job.isDone);
    if (loss === undefined) {
      if (unfinished !== undefined) throw unfinished.meddled();
      continue;
    }
    unfinished!.lose(loss);
    if (unfinished!.isDone) options.onPlayed?.();
    if (loss.cause === 'spin') spinLimitMs = Math.min(spinLimitMs, SPIN_AGAIN_LIMIT_MS);
  }
  return jobs.map((job) => job.result);
}

/** Plays on in one process until all is done (then undefined) or a run is lost. */
function playInProcess(
  jobs: readonly Job[],
  spinLimitMs: number,
  options: IsolationOptions,
): Promise<Loss | undefined> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, 'guard.js'), {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
    });
    const stderr = listenTo(child, options.onOutput);
    let current = 0;
    let handler: string | undefined;
    let last: LastMessage | undefined;
    child.on('message', (message: PlayerMessage) => {
      switch (message.kind) {
        case 'at':
          handler = message.handler;
          break;
        case 'covered':
          options.onCovered?.(message.places);
          break;
        case 'note':
          options.onOutput?.(`ndislab: ${message.text}\n`);
          break;
        case 'loaded':
        case 'planned':
        case 'ended':
          jobs[current].hear(message);
          break;
        case 'done':
          jobs[current++].hear(message);
          options.onPlayed?.();
          break;
        default:
          last = message;
      }
    });
    child.on('error', (error) => reject(new HarnessFault(String(error), undefined)));
    child.on('close', (code, signal) => {
      const { said, isOutOfMemory } = stderr();
      if (said !== '' && !isOutOfMemory) options.onOutput?.(said);
      try {
        if (last !== undefined) resolve(lossOf(last));
        else if (isOutOfMemory || signal === 'SIGKILL') resolve({ cause: 'memory', handler });
        else {
          const how = `the process of the driver ended with ${signal ?? `code ${code}`}`;
          reject(new HarnessFault(how, jobs[current]?.replay));
        }
      } catch (error) {
        reject(error as Error);
      }
    });
    child.send({ jobs: jobs.map((job) => job.start), spinLimitMs });
  });
}

/** What the last word of a process means. @throws UsageError or HarnessFault. */
function lossOf(last: LastMessage): Loss | undefined {
  switch (last.kind) {
    case 'finished':
      return undefined;
    case 'lost':
      return last;
    case 'usage-error':
      throw new UsageError(last.message);
    case 'harness-fault':
      throw new HarnessFault(last.stack, last.replay);
  }
}
