/** Faults that the gate injects: which call fails, at which occurrence, and how. */
import type { AnyRow } from './row';

export interface Fault {
  /** The row's name. */
  readonly call: string;
  /** A status' name, or `NULL`, or what to spoil in the arguments: `MajorNdisVersion:9`. */
  readonly failure: string;
  /** The occurrence that fails, counted from 1 over the run. */
  readonly occurrence: number;
}

/** As on the command line: `NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1`. */
export function formatFault(fault: Fault): string {
  return `${fault.call}=${fault.failure}#${fault.occurrence}`;
}

/** The parts of `MajorNdisVersion:9`; undefined for a plain failure. */
export function parseSpoil(failure: string): { name: string; value: number } | undefined {
  const colon = failure.indexOf(':');
  if (colon < 0) return undefined;
  return { name: failure.slice(0, colon), value: Number(failure.slice(colon + 1)) };
}

/** Whether a call of this row can be made to fail in that way. */
export function isFailureOf(row: AnyRow, failure: string): boolean {
  const spoil = parseSpoil(failure);
  if (spoil === undefined) return row.fails.includes(failure);
  return row.spoils?.names.includes(spoil.name) === true && Number.isInteger(spoil.value);
}

/** Whoever is to know of faults as they happen. An object: a closure would outlive its run in V8. */
export interface FaultListener {
  /** Told of each fault as it is injected, while what the driver holds is still as it was. */
  faultInjected(): void;
}

/** Whoever has made memory short. */
export interface Shortage {
  /** Told of each allocation that fails for it. */
  allocationRefused(): void;
}

/** What the gate asks at every call of a row that can fail. */
export class FaultPlan {
  readonly #byCall = new Map<string, Fault[]>();
  readonly #counts = new Map<string, number>();
  /** The faults that were injected so far, in order. */
  readonly injected: Fault[] = [];
  listener: FaultListener | undefined = undefined;
  #shortage: Shortage | undefined;
  #allocationBytesMax = Infinity;

  constructor(faults: readonly Fault[]) {
    for (const fault of faults) {
      const list = this.#byCall.get(fault.call);
      if (list === undefined) this.#byCall.set(fault.call, [fault]);
      else list.push(fault);
    }
  }

  /** From now on no allocation of more bytes succeeds; Infinity ends that. */
  limitAllocations(bytesMax: number, shortage?: Shortage): void {
    this.#allocationBytesMax = bytesMax;
    this.#shortage = shortage;
  }

  /**
   * Counts a call; the failure to inject now, if any.
   *
   * @param allocatedBytes - that it asks for; -1 if it allocates nothing
   */
  next({ name: call, fails }: AnyRow, allocatedBytes: number): string | undefined {
    if (allocatedBytes > this.#allocationBytesMax) {
      this.#shortage?.allocationRefused();
      return fails[0];
    }
    const faults = this.#byCall.get(call);
    if (faults === undefined) return undefined;
    const occurrence = (this.#counts.get(call) ?? 0) + 1;
    this.#counts.set(call, occurrence);
    const fault = faults.find((one) => one.occurrence === occurrence);
    if (fault === undefined) return undefined;
    this.happened(fault);
    return fault.failure;
  }

  /** Notes that a fault is injected now. */
  happened(fault: Fault): void {
    this.injected.push(fault);
    this.listener?.faultInjected();
  }
}
