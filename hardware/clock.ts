/**
 * Virtual time: one queue of events in integer nanoseconds since power-on. Events that are due at
 * the same time run in the order in which they were scheduled, so that a run repeats exactly.
 */

/** What {@link Clock.schedule} gives back; good for {@link Clock.cancel} until the event has run. */
export interface ClockEvent {
  readonly timeNs: number;
  readonly sequence: number;
  /** Undefined once the event has run or was cancelled. */
  callback: (() => void) | undefined;
}

/** What a device or the operating system may do with time. */
export interface ClockPort {
  /** Virtual time since power-on, in nanoseconds. */
  readonly nowNs: number;
  /** Runs `callback` once, `delayNs` from now. */
  schedule(delayNs: number, callback: () => void): ClockEvent;
  /** Takes an event back; false if it has run or was cancelled before. */
  cancel(event: ClockEvent): boolean;
}

function isBefore(a: ClockEvent, b: ClockEvent): boolean {
  return a.timeNs < b.timeNs || (a.timeNs === b.timeNs && a.sequence < b.sequence);
}

export class Clock implements ClockPort {
  nowNs = 0;
  /** When the next event is due; Infinity if there is none. The one comparison of the fast path. */
  nextDueNs = Infinity;
  /** How many events have run. */
  ranCount = 0;
  #sequence = 0;
  /** A binary heap; cancelled events stay in it until they reach the top. */
  readonly #heap: ClockEvent[] = [];

  schedule(delayNs: number, callback: () => void): ClockEvent {
    if (!(delayNs >= 0 && delayNs < Infinity))
      throw new RangeError(`an event ${delayNs} ns from now`);
    const timeNs = this.nowNs + Math.round(delayNs);
    const event: ClockEvent = { timeNs, sequence: this.#sequence++, callback };
    this.#push(event);
    if (timeNs < this.nextDueNs) this.nextDueNs = timeNs;
    return event;
  }

  cancel(event: ClockEvent): boolean {
    if (event.callback === undefined) return false;
    event.callback = undefined;
    return true;
  }

  /** Runs the next event if it is due by `limitNs`, moving time to it. False if there is none. */
  runNext(limitNs: number): boolean {
    while (this.#heap.length > 0) {
      const event = this.#heap[0];
      if (event.timeNs > limitNs) break;
      this.#pop();
      const { callback } = event;
      if (callback === undefined) continue;
      event.callback = undefined;
      if (event.timeNs > this.nowNs) this.nowNs = event.timeNs;
      this.#refreshNextDue();
      this.ranCount++;
      callback();
      return true;
    }
    this.#refreshNextDue();
    return false;
  }

  /** Runs everything that is due up to now. */
  runDue(): void {
    while (this.nextDueNs <= this.nowNs && this.runNext(this.nowNs));
  }

  /** Moves time forward by `durationNs`, running what falls due on the way. */
  advance(durationNs: number): void {
    const untilNs = this.nowNs + durationNs;
    while (this.runNext(untilNs));
    if (this.nowNs < untilNs) this.nowNs = untilNs;
  }

  #refreshNextDue(): void {
    this.nextDueNs = this.#heap.length > 0 ? this.#heap[0].timeNs : Infinity;
  }

  #push(event: ClockEvent): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(event, heap[parent])) break;
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const count = heap.length;
    if (count === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= count) break;
      if (child + 1 < count && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], last)) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = last;
  }
}
