/**
 * The process around the threads that play a sweep, started by its path. It ends a thread that spins
 * and tells so; and if V8 gives up with the whole process, the command line lives on.
 */
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { Pulse } from '../isolation/pulse';
import { Notice } from './notice';
import type {
  CrewStart,
  LostWork,
  ThreadOrder,
  Trouble,
  WorkOrder,
  WorkReport,
  WorkResult,
} from './protocol';

const WATCH_INTERVAL_MS = 100;
/** To load and compile a driver takes long on a machine that is busy. */
const LOAD_LIMIT_MS = 10_000;
/** A board takes 20 MB, and a driver lives on the board. */
const HEAP_MAX_MB = 512;
/** Buffers lie outside of V8's heap. */
const OUTSIDE_HEAP_MAX_BYTES = 1024 * 1024 * 1024;
const STACK_MB = 4;

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** One order on its way through a thread. */
class Assignment {
  readonly pulse = new Pulse();
  readonly notice = new Notice();
  readonly abort = new AbortController();
  #count = 0;
  #sinceMs = performance.now();
  #sinceCpuMs = cpuMs();

  /**
   * Ends the thread if it has given no sign of life for long: neither by the clock on the wall nor
   * by the processor time that this process was given, for the machine may be busy.
   */
  look(spinLimitMs: number): void {
    const { count } = this.pulse;
    // No thread has begun with it as long as there is no sign of life at all.
    if (count !== this.#count || count === 0) {
      this.#count = count;
      this.#sinceMs = performance.now();
      this.#sinceCpuMs = cpuMs();
      return;
    }
    const limitMs = count === 1 ? Math.max(spinLimitMs, LOAD_LIMIT_MS) : spinLimitMs;
    const isOver = performance.now() - this.#sinceMs > limitMs;
    if (isOver && cpuMs() - this.#sinceCpuMs > limitMs) this.abort.abort();
  }
}

class Crew {
  readonly #start: CrewStart;
  readonly #pool: Piscina;
  readonly #assignments = new Set<Assignment>();
  readonly #outsideMaxBytes: number;

  constructor(start: CrewStart) {
    this.#start = start;
    const { threads } = start;
    this.#outsideMaxBytes = process.memoryUsage.rss() + threads * OUTSIDE_HEAP_MAX_BYTES;
    this.#pool = new Piscina({
      filename: join(__dirname, 'worker.js'),
      name: 'serve',
      // All load the modules while the first one plans.
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Infinity,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB, stackSizeMb: STACK_MB },
    });
    // What has no task to be told of: a thread that dies is told with its task.
    this.#pool.on('error', () => undefined);
    setInterval(() => this.#look(), WATCH_INTERVAL_MS);
  }

  async serve({ id, work }: WorkOrder): Promise<void> {
    const assignment = new Assignment();
    this.#assignments.add(assignment);
    const { pulse, notice, abort } = assignment;
    const { request } = this.#start;
    const order: ThreadOrder = { request, work, pulse: pulse.buffer, notice: notice.buffer };
    let result: WorkResult | LostWork | Trouble;
    try {
      result = (await this.#pool.run(order, { signal: abort.signal })) as WorkResult | Trouble;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isMemory = code === 'ERR_WORKER_OUT_OF_MEMORY';
      const cause = abort.signal.aborted ? 'spin' : isMemory ? 'memory' : 'exit';
      result = { kind: 'lost', cause, notice: notice.read() };
    }
    this.#assignments.delete(assignment);
    process.send!({ id, result } satisfies WorkReport);
  }

  #look(): void {
    // Who takes it cannot be told from here: the runs that are under way are played one by one.
    if (process.memoryUsage.rss() > this.#outsideMaxBytes) process.exit(1);
    for (const assignment of this.#assignments) assignment.look(this.#start.spinLimitMs);
  }
}

process.once('message', (start: CrewStart) => {
  const crew = new Crew(start);
  process.on('message', (order: WorkOrder) => void crew.serve(order));
});
process.on('disconnect', () => process.exit(0));
