/**
 * What became of the resources that a driver held when something was made to fail: released by the
 * return of the handler that was to unwind, lost by then, or held on for good reason.
 */
import type { Resource } from '../ndis/ledger';
import type { OperatingSystem } from '../ndis/operating-system';

export type UnwindOutcome = 'released' | 'lost' | 'held';

/** One resource that was held when a fault was injected. */
export interface Unwound {
  readonly resource: Resource;
  readonly outcome: UnwindOutcome;
}

export class Unwinding {
  readonly #os: OperatingSystem;
  #held: readonly Resource[] = [];
  /** In the order of acquisition, fault by fault. */
  readonly unwound: Unwound[] = [];

  constructor(os: OperatingSystem) {
    this.#os = os;
    if (os.faults !== undefined) os.faults.onInjected = () => this.#faultInjected();
  }

  #faultInjected(): void {
    const { images, ledger } = this.#os;
    const bystanders = images.filter((one) => one.isBystander).map((one) => one.number);
    this.#held = ledger.live(({ image, isLost }) => !isLost && !bystanders.includes(image));
  }

  /** To be called when a boundary has been judged: what has not come back by then is told. */
  settle(): void {
    for (const resource of this.#held) {
      const isLive = this.#os.ledger.find(resource.kind, resource.key) === resource;
      const outcome = !isLive ? 'released' : resource.isLost ? 'lost' : 'held';
      this.unwound.push({ resource, outcome });
    }
    this.#held = [];
  }
}
