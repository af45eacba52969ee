/** What is wrong with a driver, and how a run can end before its scenario does. */
import type { ResourceKind } from './resource-kinds';
import type { RuleName } from './rules';

/** A resource as a finding shows it. */
export interface ResourceEvidence {
  readonly kind: ResourceKind;
  /** The handle or address, as "0x80101230". */
  readonly key: string;
  /** The call that acquired it. */
  readonly acquiredBy: string;
  /** The handler that was running then. */
  readonly acquiredIn: string;
  /** File and line of the driver's call, where call sites are recorded. */
  readonly acquiredAt?: string;
  /** In machine code, the places that the calls around it return to, innermost first. */
  readonly acquiredThrough?: readonly string[];
}

export interface Evidence {
  readonly resource?: ResourceEvidence;
  /** The call to the kernel interface in which it was noticed. */
  readonly call?: string;
  /** The driver's file and line at that moment, where call sites are recorded. */
  readonly at?: string;
  /** In machine code, `at` by the names of the image or its map file, as `DriverEntry+0x91`. */
  readonly symbol?: string;
  /** In machine code, the places that the calls around it return to, innermost first. */
  readonly callers?: readonly string[];
  /** In machine code, the instructions around `at`, with the one that it is about marked. */
  readonly listing?: readonly string[];
  /** The fault that was injected before, as `NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1`. */
  readonly fault?: string;
  /** The return on which a resource was lost, as `MiniportInitialize returned 0xC000009A`. */
  readonly exit?: string;
  readonly address?: string;
  readonly irql?: string;
  /** Further facts, by name. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

export interface Finding {
  readonly rule: RuleName;
  /** What happened, and what the driver should have done. */
  readonly message: string;
  /** The handler in which it happened, or on whose return it was seen. */
  readonly boundary: string;
  readonly evidence: Evidence;
}

/** Why a run ended before its scenario did. */
export type StopReason =
  | { readonly kind: 'bug-check'; readonly code: number; readonly parameters: readonly number[] }
  | { readonly kind: 'inconclusive'; readonly what: string }
  | { readonly kind: 'limit'; readonly what: string };

/** Thrown through the driver's frames to end a run. A driver that catches it meets it again. */
export class RunStopped extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(describeStop(reason));
    this.name = 'RunStopped';
    this.reason = reason;
  }
}

/** Whether an error says that the host's stack was used up. */
export function isStackOverflow(error: unknown): error is RangeError {
  // No regular expression: to compile it takes stack, of which there may be none.
  return error instanceof RangeError && error.message.includes('call stack');
}

export function describeStop(reason: StopReason): string {
  switch (reason.kind) {
    case 'bug-check': {
      const parameters = reason.parameters.map(hex).join(', ');
      return `bug check ${hex(reason.code)} (${parameters})`;
    }
    case 'inconclusive':
    case 'limit':
      return reason.what;
  }
}

/** A 32-bit number as `0x` and eight digits. */
export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
}
