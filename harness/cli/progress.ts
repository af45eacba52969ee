/** A line that says how far something long is, for somebody who looks on. */
import { count } from '../count';
import type { PlayedRuns } from '../sweep/outcome';
import type { Terminal } from './terminal';

const INTERVAL_MS = 200;

/** What is done, of what there is to do: told now and then, and taken away in the end. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #what: string;
  readonly #startMs = performance.now();
  #all = 0;
  #done = 0;
  #toldMs = 0;

  /** @param what - what is counted, in the singular. */
  constructor(terminal: Terminal, what: string) {
    this.#terminal = terminal;
    this.#what = what;
  }

  begin(all: number): void {
    this.#all = all;
    this.#tell([]);
  }

  /** @param doneMore - how many have been done since it was last called. */
  ended(doneMore: number, more: readonly string[] = []): void {
    this.#done += doneMore;
    if (performance.now() - this.#toldMs > INTERVAL_MS) this.#tell(more);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#terminal.isWatched === true) this.#terminal.err('\r\x1b[K');
  }

  #tell(more: readonly string[]): void {
    if (this.#terminal.isWatched !== true) return;
    const nowMs = performance.now();
    this.#toldMs = nowMs;
    const msLeft = ((nowMs - this.#startMs) / Math.max(this.#done, 1)) * (this.#all - this.#done);
    const parts = [
      `${this.#done} of ${count(this.#all, this.#what)}`,
      ...more,
      ...(this.#done === 0 ? [] : [`${clock(msLeft)} left`]),
    ];
    // A line that goes on in the next one could not be taken away.
    const { columns = 0 } = this.#terminal;
    const line = parts.join(', ').slice(0, columns > 0 ? columns - 1 : undefined);
    this.#terminal.err(`\r\x1b[K${line}`);
  }
}

/** How far a sweep is, and what it has found. */
export class SweepProgress {
  readonly #terminal: Terminal;
  #line: Progress | undefined;
  readonly #bugs = new Set<string>();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** @param what - how many faults the runs have that are played now. */
  begin(runCount: number, what: 'fault' | 'pair'): void {
    this.#line = new Progress(this.#terminal, what);
    this.#line.begin(runCount);
  }

  ended({ from, to, outcomes }: PlayedRuns): void {
    for (const { seen } of outcomes)
      for (const { fingerprint } of seen) this.#bugs.add(fingerprint);
    this.#line?.ended(to - from, [count(this.#bugs.size, 'bug')]);
  }

  end(): void {
    this.#line?.end();
  }
}

/** As `2:05`. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
