/** What happened in a run: a hash of it always, the events themselves where somebody listens. */

export interface TraceEvent {
  readonly kind: 'call' | 'handler' | 'return' | 'finding';
  readonly timeNs: number;
  readonly name: string;
  readonly values?: readonly unknown[];
}

/**
 * A running 64-bit hash of everything that a driver did and was told, cheap enough to be always on.
 * Two runs with the same hash made the same calls with the same arguments at the same virtual times.
 */
export class TraceHash {
  #low = 0x811c_9dc5 | 0;
  #high = 0x01d3_3b5a | 0;

  add(a: number, b: number): void {
    this.#low = Math.imul(this.#low ^ (a | 0), 0x0100_0193);
    this.#high = Math.imul(this.#high ^ (b | 0) ^ (this.#low >>> 15), 0x85eb_ca6b);
  }

  /** 16 hexadecimal digits. */
  toString(): string {
    const digits = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
    return digits(this.#high) + digits(this.#low);
  }
}
