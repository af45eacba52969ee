/** Which runs of a sweep have been played, and which are left. */
import type { PlayedRuns } from './outcome';

/** Numbers of runs of one first fault: from the one to before the other. */
export type Range = readonly [from: number, to: number];

export class Played {
  /** By the first fault; in no order, and apart. */
  readonly #ranges = new Map<number, Range[]>();
  /** By the first fault: how many seconds can follow it. */
  readonly #seconds = new Map<number, number>();

  /** @returns whether none of them had been played before; else nothing is noted. */
  add({ first, from, to, outcomes }: PlayedRuns): boolean {
    const ranges = this.#ranges.get(first) ?? [];
    if (ranges.some(([start, end]) => from < end && start < to)) return false;
    // Mostly one goes on where the last one ended.
    const last = ranges.at(-1);
    if (last?.[1] === from) ranges[ranges.length - 1] = [last[0], to];
    else ranges.push([from, to]);
    this.#ranges.set(first, ranges);
    if (from === 0) this.#seconds.set(first, outcomes[0].seconds ?? 0);
    return true;
  }

  /** What is left of the runs of a first fault alone, or of those with a second, in their order. */
  left(first: number, what: 'fault' | 'pair'): Range[] {
    const end = 1 + (this.#seconds.get(first) ?? 0);
    const [from, to] = what === 'fault' ? [0, 1] : [1, end];
    const ranges = [...(this.#ranges.get(first) ?? [])].sort((a, b) => a[0] - b[0]);
    const left: Range[] = [];
    let next = from;
    for (const [start, behind] of [...ranges, [to, to] as const]) {
      if (next < Math.min(start, to)) left.push([next, Math.min(start, to)]);
      next = Math.max(next, behind);
    }
    return left;
  }
}
