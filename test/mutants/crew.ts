/** Threads that play mutants, watched: one that spins or fills the memory has shown its mutant. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answer, Order } from './worker';

/**
 * A driver that runs gives signs of life; one that calls nothing any more gives none. By the clock on
 * the wall, and by the processor time that this process was given: the machine may be busy.
 */
const SILENCE_MS_MAX = 20_000;
const LOOK_INTERVAL_MS = 250;
const HEAP_MAX_MB = 512;

const LOST: Answer = {
  found: { what: 'it never gives control back', scenario: 'no sign of life' },
};
const FULL: Answer = { found: { what: 'it takes all memory', scenario: 'the end of its thread' } };

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** One thread, which is replaced when it is lost. */
class Member {
  readonly #beats = new Int32Array(new SharedArrayBuffer(4));
  #worker: Promise<Worker> | undefined;

  async play(order: Order): Promise<Answer> {
    const worker = await (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      let count = -1;
      let sinceMs = Date.now();
      let sinceCpuMs = cpuMs();
      const end = (answer: Answer, isLost: boolean): void => {
        clearInterval(watch);
        worker.off('message', answered).off('error', failed);
        if (isLost) {
          this.#worker = undefined;
          void worker.terminate();
        }
        resolve(answer);
      };
      const answered = (answer: Answer): void => end(answer, false);
      const failed = (error: NodeJS.ErrnoException): void => {
        const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        end(isFull ? FULL : { fault: error.stack ?? error.message }, true);
      };
      const watch = setInterval(() => {
        const now = Atomics.load(this.#beats, 0);
        if (now !== count) [count, sinceMs, sinceCpuMs] = [now, Date.now(), cpuMs()];
        else if (Math.min(Date.now() - sinceMs, cpuMs() - sinceCpuMs) > SILENCE_MS_MAX)
          end(LOST, true);
      }, LOOK_INTERVAL_MS);
      worker.on('message', answered).on('error', failed);
      worker.postMessage(order);
    });
  }

  #start(): Promise<Worker> {
    const worker = new Worker(join(__dirname, 'worker.ts'), {
      workerData: this.#beats.buffer,
      execArgv: ['--require', 'ts-node/register/transpile-only'],
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
    });
    return new Promise((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', () => resolve(worker.off('error', reject)));
    });
  }

  async dismiss(): Promise<void> {
    await (await this.#worker)?.terminate();
  }
}

/** Plays all orders in so many threads, and tells of each when it is over. */
export async function playAll<T extends Order>(
  orders: readonly T[],
  threads: number,
  ended: (order: T, answer: Answer) => void,
): Promise<void> {
  const left = [...orders];
  const playOn = async (): Promise<void> => {
    const member = new Member();
    for (let order = left.shift(); order !== undefined; order = left.shift())
      ended(order, await member.play(order));
    await member.dismiss();
  };
  await Promise.all(Array.from({ length: threads }, playOn));
}
