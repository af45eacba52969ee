/**
 * What became of the resources that a driver held when something was made to fail: released by the
 * return of the handler that was to unwind, lost by then, or held on for good reason.
 */
import type { FaultListener } from '../ndis/faults';
import type { Resource } from '../ndis/ledger';
import type { OperatingSystem } from '../ndis/operating-system';

export type UnwindOutcome = 'released' | 'lost' | 'held';

/** One resource that was held when a fault was injected. */
export interface Unwound {
  readonly resource: Resource;
  readonly outcome: UnwindOutcome;
}

export class Unwinding implements FaultListener {
  readonly #os: OperatingSystem;
  #held: readonly Resource[] = [];
  /** In the order of acquisition, fault by fault. */
  readonly #settled: { readonly resource: Resource; readonly isReleased: boolean }[] = [];

  constructor(os: OperatingSystem) {
    this.#os = os;
    if (os.faults !== undefined) os.faults.listener = this;
  }

  faultInjected(): void {
    const { images, ledger } = this.#os;
    const bystanders = images.filter((one) => one.isBystander).map((one) => one.number);
    this.#held = ledger.live(({ image, isLost }) => !isLost && !bystanders.includes(image));
  }

  /** To be called when a boundary has been judged: who unwinds has done so by then. */
  settle(): void {
    const { ledger } = this.#os;
    for (const resource of this.#held) {
      const isReleased = ledger.find(resource.kind, resource.key) !== resource;
      this.#settled.push({ resource, isReleased });
    }
    this.#held = [];
  }

  /** At the end of a run: what was held on may have been lost later. */
  get unwound(): readonly Unwound[] {
    return this.#settled.map(({ resource, isReleased }) => ({
      resource,
      outcome: isReleased ? 'released' : resource.isLost ? 'lost' : 'held',
    }));
  }
}
