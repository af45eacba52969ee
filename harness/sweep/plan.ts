/** The plan of a sweep: every fault that the clean run has room for, in the order of the run. */
import { createHash } from 'node:crypto';
import { formatFault, type Fault } from '../../ndis/faults';
import type { FallibleCall } from '../scenario';
import type { FaultKind } from './kinds';
import type { RunOutcome } from './outcome';
import type { SweepRequest } from './request';

export interface PlannedFault {
  readonly kind: FaultKind;
  readonly fault: Fault;
}

export interface SweepPlan {
  /** The run without a fault. */
  readonly clean: RunOutcome;
  /** The first faults, one run each. */
  readonly faults: readonly PlannedFault[];
  /** Tells this plan of this driver from any other. */
  readonly digest: string;
}

/** Each status that each call may return: a fault each. */
export function callFaults(calls: readonly FallibleCall[]): Fault[] {
  return calls.flatMap(({ call, occurrence, failures }) =>
    failures.map((failure) => ({ call, failure, occurrence })),
  );
}

/** @param traceHash - of the clean run, by which a changed driver is noticed. */
export function planDigest(
  request: SweepRequest,
  traceHash: string,
  faults: readonly PlannedFault[],
): string {
  const hash = createHash('sha256');
  const { driver, device, lower, inf, set, profile, seed, kinds, pairs, coverage } = request;
  const asked = [driver, device, lower, inf, set, profile, seed, kinds, pairs, coverage];
  hash.update(JSON.stringify([...asked, traceHash]));
  for (const { fault } of faults) hash.update(`${formatFault(fault)}\n`);
  return hash.digest('hex').slice(0, 32);
}
