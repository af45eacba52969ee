/** Signs of life across threads: a counter that goes on, the handler that runs, memory taken. */
import { HANDLERS } from '../../ndis/handlers';

const PULSE_CELLS = 3;
const COUNT = 0;
/** Index of the handler's name plus 1; 0 if none runs. */
const HANDLER = 1;
/** The resident memory of the process when the present run began; 0 before the first. */
const BEGUN_KIB = 2;

const NAMES = Object.keys(HANDLERS);

/** Beats in the thread that plays; is felt in the thread that watches. */
export class Pulse {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #indexes = new Map(NAMES.map((name, index) => [name, index + 1]));

  constructor(buffer = new SharedArrayBuffer(PULSE_CELLS * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  beat(handler: string): void {
    Atomics.add(this.#cells, COUNT, 1);
    Atomics.store(this.#cells, HANDLER, this.#indexes.get(handler) ?? 0);
  }

  /** A run begins: what the process holds now, the run has not taken. */
  beginRun(): void {
    Atomics.store(this.#cells, BEGUN_KIB, process.memoryUsage.rss() / 1024);
  }

  get beganWithBytes(): number | undefined {
    const kib = Atomics.load(this.#cells, BEGUN_KIB);
    return kib === 0 ? undefined : kib * 1024;
  }

  get count(): number {
    return Atomics.load(this.#cells, COUNT);
  }

  get handler(): string | undefined {
    return NAMES[Atomics.load(this.#cells, HANDLER) - 1];
  }
}
