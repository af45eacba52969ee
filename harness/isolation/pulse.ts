/** Signs of life across threads: a counter that goes on, and the handler that runs. */
import { HANDLERS } from '../../ndis/handlers';

const PULSE_CELLS = 2;
const COUNT = 0;
/** Index of the handler's name plus 1; 0 if none runs. */
const HANDLER = 1;

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

  get count(): number {
    return Atomics.load(this.#cells, COUNT);
  }

  get handler(): string | undefined {
    return NAMES[Atomics.load(this.#cells, HANDLER) - 1];
  }
}
