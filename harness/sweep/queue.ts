/** The tasks of a sweep that are yet to be played. */
import type { SweepTask } from './player';

/** A thread gets tasks until it has so many runs at once. */
const BATCH_RUNS = 8;

export class Queue {
  readonly #tasks: Iterator<SweepTask>;
  readonly #again: SweepTask[] = [];

  constructor(tasks: Iterable<SweepTask>) {
    this.#tasks = tasks[Symbol.iterator]();
  }

  /** None if there are no more. */
  take(): SweepTask[] {
    const batch: SweepTask[] = [];
    for (let runs = 0; runs < BATCH_RUNS;) {
      const task = this.#again.pop() ?? this.#next();
      if (task === undefined) break;
      batch.push(task);
      runs += task.to - task.from;
    }
    return batch;
  }

  putBack(tasks: readonly SweepTask[]): void {
    this.#again.push(...tasks);
  }

  #next(): SweepTask | undefined {
    const { value, done } = this.#tasks.next();
    return done === true ? undefined : value;
  }
}
