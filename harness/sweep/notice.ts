/** Which run a thread is at, told through shared memory, so that it is known when the thread dies. */
import type { Fault } from '../../ndis/faults';
import type { Place } from './outcome';

/** More than any place and two faults take; what is longer is cut off, and then not known. */
const NOTICE_BYTES = 2048;

export interface RunNotice {
  readonly place: Place;
  readonly faults: readonly Fault[];
}

export class Notice {
  readonly buffer: SharedArrayBuffer;
  readonly #bytes: Uint8Array;
  readonly #length: Int32Array;

  constructor(buffer = new SharedArrayBuffer(4 + NOTICE_BYTES)) {
    this.buffer = buffer;
    this.#length = new Int32Array(buffer, 0, 1);
    this.#bytes = new Uint8Array(buffer, 4);
  }

  write(notice: RunNotice): void {
    // Through a buffer of its own: no text is encoded into shared memory.
    const bytes = new TextEncoder().encode(JSON.stringify(notice)).subarray(0, NOTICE_BYTES);
    this.#bytes.set(bytes);
    Atomics.store(this.#length, 0, bytes.length);
  }

  /** Undefined if nothing was written. */
  read(): RunNotice | undefined {
    const length = Atomics.load(this.#length, 0);
    if (length === 0) return undefined;
    return JSON.parse(new TextDecoder().decode(this.#bytes.slice(0, length))) as RunNotice;
  }
}
