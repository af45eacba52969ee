/**
 * A countdown in virtual time that may be restarted for every frame: moving the deadline later
 * costs nothing, for the event in the queue stays where it is and is put off when it comes up.
 */
import type { ClockEvent, ClockPort } from '../clock';

export class Timer {
  readonly #clock: ClockPort;
  readonly #expired: () => void;
  #deadlineNs = Infinity;
  #event: ClockEvent | undefined;

  constructor(clock: ClockPort, expired: () => void) {
    this.#clock = clock;
    this.#expired = expired;
  }

  get isRunning(): boolean {
    return this.#deadlineNs !== Infinity;
  }

  /** Expires `delayNs` from now, and not when it was to expire before. */
  start(delayNs: number): void {
    this.#deadlineNs = this.#clock.nowNs + delayNs;
    const event = this.#event;
    if (event !== undefined) {
      if (event.timeNs <= this.#deadlineNs) return;
      this.#clock.cancel(event);
    }
    this.#event = this.#clock.schedule(delayNs, this.#run);
  }

  stop(): void {
    this.#deadlineNs = Infinity;
    if (this.#event !== undefined) this.#clock.cancel(this.#event);
    this.#event = undefined;
  }

  readonly #run = (): void => {
    const restNs = this.#deadlineNs - this.#clock.nowNs;
    if (restNs > 0) {
      this.#event = this.#clock.schedule(restNs, this.#run);
      return;
    }
    this.#event = undefined;
    this.#deadlineNs = Infinity;
    this.#expired();
  };
}
