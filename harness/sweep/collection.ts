/**
 * The outcomes of a sweep as they come. Runs of two faults come by the million: those that show only
 * what one of the two shows alone are not kept, and not told.
 */
import { comparePlaces, setKey, showsMore, signsOf, type RunOutcome } from './outcome';

export class Collection {
  #outcomes: RunOutcome[] = [];
  /** Runs of one fault and of none that show something, by the fault. */
  readonly #telling = new Map<string, RunOutcome>();

  add(outcome: RunOutcome): void {
    const { faults } = outcome;
    if (faults.length < 2 && signsOf(outcome).length > 0)
      this.#telling.set(setKey(faults), outcome);
    if (this.#isKept(outcome)) this.#outcomes.push(outcome);
  }

  /** In the order of the plan, and the same in whatever order they came. */
  get outcomes(): readonly RunOutcome[] {
    this.#outcomes = this.#outcomes.filter((outcome) => this.#isKept(outcome));
    return this.#outcomes.sort((a, b) => comparePlaces(a.place, b.place));
  }

  #isKept(outcome: RunOutcome): boolean {
    const { faults } = outcome;
    if (faults.length < 2) return true;
    const fewer = ['', ...faults.map((fault) => setKey([fault]))];
    const others = fewer.map((key) => this.#telling.get(key)).filter((one) => one !== undefined);
    return showsMore(outcome, others);
  }
}
