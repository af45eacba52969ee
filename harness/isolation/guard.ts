/**
 * The process around the thread that plays. It sees a thread that spins or fills the memory, ends it
 * and tells so; and if V8 gives up with the whole process, as it does when one object outgrows the
 * heap, the process that started it lives on.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { PlayerData } from './player';
import type { LastMessage, LossCause, PlayerMessage, PlayerStart } from './protocol';
import { Pulse } from './pulse';

const WATCH_INTERVAL_MS = 50;
/** What a thread may block without using the processor, which is no spinning but no progress. */
const BLOCKED_LIMIT_MS = 60_000;
/** To load and compile a driver takes long on a machine that is busy. */
const LOAD_LIMIT_MS = 10_000;
/** A board takes 20 MB, and a driver lives on the board. */
const HEAP_MAX_MB = 512;
/** Buffers lie outside of V8's heap. */
const OUTSIDE_HEAP_MAX_BYTES = 1024 * 1024 * 1024;
/**
 * A thread that has taken this much since it last gave a sign of life does not just spin. On a busy
 * machine the first look may come when most is taken, so what the run has taken in all counts too:
 * its memory is then collected in vain. Before a driver is loaded, the compiler takes some.
 */
const GROWTH_BYTES = 32 * 1024 * 1024;
/** With this much taken it is too early to say: the thread gets the longer of the two limits. */
const SUSPECT_BYTES = 96 * 1024 * 1024;
const NEARLY_FULL_BYTES = (HEAP_MAX_MB / 2) * 1024 * 1024;
const STACK_MB = 4;
/** A thread inside a long call of V8's own does not end when told to. */
const TERMINATE_LIMIT_MS = 3_000;

function tell(message: PlayerMessage, then: () => void = () => undefined): void {
  process.send!(message, undefined, undefined, then);
}

/** The last word of this process: the rest of it is not needed. */
function leave(message: LastMessage): void {
  tell(message, () => process.exit(0));
}

class Watch {
  readonly #pulse = new Pulse();
  readonly #start: PlayerStart;
  readonly #startBytes = process.memoryUsage.rss();
  #count = 0;
  #handler: string | undefined;
  #isLoaded = false;
  #cpuMs = 0;
  #sinceMs = 0;
  #sinceBytes = 0;
  /** The most that any look has seen since the last sign of life. */
  #peakBytes = 0;
  /** The thread is being ended for this. */
  #verdict: LossCause | undefined;
  #hasEnded = false;
  readonly #worker: Worker;

  constructor(start: PlayerStart) {
    this.#start = start;
    this.#rest();
    const workerData: PlayerData = { start, pulse: this.#pulse.buffer };
    const worker = new Worker(join(__dirname, 'player.js'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB, stackSizeMb: STACK_MB },
    });
    this.#worker = worker;
    worker.on('message', (message: PlayerMessage) => this.#heard(message));
    worker.on('error', (error: NodeJS.ErrnoException) => this.#failed(error));
    worker.on('exit', () => this.#lose(this.#verdict ?? 'exit'));
    setInterval(() => this.#look(), WATCH_INTERVAL_MS);
  }

  #heard(message: PlayerMessage): void {
    this.#rest();
    if (message.kind === 'loaded') this.#isLoaded = true;
    const { kind } = message;
    if (kind === 'finished' || kind === 'usage-error' || kind === 'harness-fault')
      this.#end(message);
    else tell(message);
  }

  #failed(error: NodeJS.ErrnoException): void {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#lose('memory');
    else
      this.#end({ kind: 'harness-fault', stack: error.stack ?? String(error), replay: undefined });
  }

  /** A sign of life: the time without one begins anew. */
  #rest(): void {
    this.#cpuMs = cpuMs();
    this.#sinceMs = performance.now();
    this.#sinceBytes = process.memoryUsage.rss();
    this.#peakBytes = this.#sinceBytes;
  }

  #look(): void {
    if (this.#verdict !== undefined) return;
    const pulse = this.#pulse;
    if (pulse.handler !== this.#handler) {
      this.#handler = pulse.handler;
      tell({ kind: 'at', handler: this.#handler });
    }
    const bytes = process.memoryUsage.rss();
    if (bytes - this.#startBytes > OUTSIDE_HEAP_MAX_BYTES) return this.#lose('memory');
    if (pulse.count !== this.#count) {
      this.#count = pulse.count;
      return this.#rest();
    }
    this.#peakBytes = Math.max(this.#peakBytes, bytes);
    const takenBytes = this.#peakBytes - (pulse.beganWithBytes ?? this.#startBytes);
    const isSuspect = takenBytes > SUSPECT_BYTES;
    const { spinLimitMs } = this.#start;
    const patientMs = Math.max(spinLimitMs, LOAD_LIMIT_MS);
    const limitMs = this.#isLoaded && !isSuspect ? spinLimitMs : patientMs;
    const hasGrown = this.#isLoaded && this.#peakBytes - this.#sinceBytes > GROWTH_BYTES;
    const isFilling = hasGrown || takenBytes > NEARLY_FULL_BYTES;
    const isSpinning = cpuMs() - this.#cpuMs > limitMs;
    if (isSpinning || performance.now() - this.#sinceMs > BLOCKED_LIMIT_MS)
      this.#cutOff(isFilling ? 'memory' : 'spin');
  }

  /**
   * Ends the thread. One that V8 is just ending for want of memory has given that memory back
   * already and is silent too: its own last word, an error, comes before its exit and is believed.
   */
  #cutOff(verdict: LossCause): void {
    this.#verdict = verdict;
    void this.#worker.terminate();
    setTimeout(() => this.#lose(verdict), TERMINATE_LIMIT_MS);
  }

  #lose(cause: LossCause): void {
    this.#end({ kind: 'lost', cause, handler: this.#pulse.handler });
  }

  #end(message: LastMessage): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    leave(message);
  }
}

/** Processor time of all threads of this process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

process.once('message', (start: PlayerStart) => new Watch(start));
process.on('disconnect', () => process.exit(0));
