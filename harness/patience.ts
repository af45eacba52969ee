/** How often a handler may do in a loop what leads to nothing: it must come to an end. */
import type { OperatingSystem } from '../ndis/operating-system';
import type { RuleName } from '../ndis/rules';

/** In one call of a handler: no timeout takes as many polls, no driver asks for as many blocks. */
const TIMES_MAX = 100_000;

export class Patience {
  readonly #os: OperatingSystem;
  readonly #rule: RuleName;
  readonly #what: string;
  #count = 0;
  /** The call of a handler in which they were counted. */
  #frame: object | undefined;

  /**
   * @param rule - broken by a handler that does not come to an end
   * @param what - does it in vain, in the plural
   */
  constructor(os: OperatingSystem, rule: RuleName, what: string) {
    this.#os = os;
    this.#rule = rule;
    this.#what = what;
  }

  /** The handler did it once more. */
  spend(): void {
    const os = this.#os;
    if (os.frame !== this.#frame) this.#count = 0;
    this.#frame = os.frame;
    if (++this.#count > TIMES_MAX)
      os.neverReturns(`${os.boundary} went on after ${TIMES_MAX} ${this.#what}.`, this.#rule);
  }
}
