/** A line that says how far a sweep is, for somebody who looks on. */
import { count } from '../count';
import type { RunOutcome } from '../sweep/outcome';
import type { Terminal } from './terminal';

const INTERVAL_MS = 200;

export class Progress {
  readonly #terminal: Terminal;
  readonly #startMs = performance.now();
  #faultCount = 0;
  #faultsDone = 0;
  #runs = 0;
  #toldMs = 0;
  readonly #bugs = new Set<string>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  begin(faultCount: number): void {
    this.#faultCount = faultCount;
    this.#tell();
  }

  ended(outcomes: readonly RunOutcome[]): void {
    this.#runs += outcomes.length;
    for (const { place, seen } of outcomes) {
      if (place[1] === 0) this.#faultsDone++;
      for (const { fingerprint } of seen) this.#bugs.add(fingerprint);
    }
    if (performance.now() - this.#toldMs > INTERVAL_MS) this.#tell();
  }

  /** Takes the line away. */
  end(): void {
    if (this.#terminal.isWatched === true) this.#terminal.err('\r\x1b[K');
  }

  #tell(): void {
    if (this.#terminal.isWatched !== true) return;
    const nowMs = performance.now();
    this.#toldMs = nowMs;
    const done = this.#faultsDone;
    const msLeft = ((nowMs - this.#startMs) / Math.max(done, 1)) * (this.#faultCount - done);
    const parts = [
      `${done} of ${count(this.#faultCount, 'fault')}`,
      count(this.#runs, 'run'),
      count(this.#bugs.size, 'bug'),
      ...(done === 0 ? [] : [`${clock(msLeft)} left`]),
    ];
    this.#terminal.err(`\r\x1b[K${parts.join(', ')}`);
  }
}

/** As `2:05`. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
