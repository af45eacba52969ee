/** What the gate says of a call that may not be, or not so. */
import { hex } from './finding';
import type { OperatingSystem } from './operating-system';
import type { Prepared } from './prepared-row';
import { RESOURCE_KINDS, type ResourceKind } from './resource-kinds';
import { DEVICE_LEVEL, type AnyRow } from './row';
import type { RuleName } from './rules';
import type { HandleKind } from './types';

export function reportIrql(os: OperatingSystem, row: AnyRow): void {
  const { min, max } = row.irql;
  const allowed =
    min === max ? `IRQL ${min}` : min === 0 ? `IRQL ${max} or below` : `IRQL ${min} to ${max}`;
  os.report(ruleOfIrql(row, os.irql), {
    what: `${row.name} was called at IRQL ${os.irql}; it may be called at ${allowed}.`,
    irql: String(os.irql),
    resourceKind: row.acquires?.kind,
  });
}

export function reportInShutdown(os: OperatingSystem, { name, releases }: AnyRow): void {
  const isFree = releases?.kind === 'shared-memory';
  os.report(isFree ? 'dma/shared-memory-freed-in-shutdown' : 'power/shutdown-called-ndis', {
    what: `${name} was called by MiniportShutdown.`,
  });
}

/** What may be called at no device's IRQL says more of the caller than of the call. */
function ruleOfIrql({ irqlRule }: AnyRow, irql: number): RuleName {
  if (irql >= DEVICE_LEVEL) return 'irql/call-not-allowed-at-dirql';
  return irqlRule ?? 'irql/wrong-irql';
}

export function reportNonsense(
  os: OperatingSystem,
  prepared: Prepared,
  index: number,
  value: unknown,
): void {
  const isPrintable = value === undefined || value === null || typeof value === 'number';
  os.report('registration/nonsense-argument', {
    what: `${prepared.row.name} was called with ${prepared.inputNames[index]} = ${isPrintable ? value : `a ${typeof value}`}.`,
  });
}

/** The lock must be one that this driver took: what called it may hold some of its own. */
export function reportLock(os: OperatingSystem, call: string, rule: RuleName): void {
  const lock = os.spinLocks.lastHeldBy(os.frame?.image);
  if (lock === undefined) return;
  os.report(rule, {
    what: `${call} was called while the driver held the spin lock at ${hex(lock)}.`,
    address: hex(lock),
  });
}

export function reportHandle(
  os: OperatingSystem,
  row: AnyRow,
  kind: HandleKind,
  value: number,
): void {
  const call = row.name;
  if (kind === 'wrapper-handle') {
    reportWrapperHandle(os, call, value);
    return;
  }
  if (kind === 'miniport-adapter' && row.afterHalt !== undefined && os.haltedAdapters.has(value)) {
    os.report(row.afterHalt, {
      what: `${call} was given ${hex(value)}, an adapter that is halted.`,
    });
    return;
  }
  if (kind === 'binding' && os.ledger.findReleased(kind, value) !== undefined) {
    os.report('intermediate/binding-used-after-close', {
      what: `${call} was given ${hex(value)}, a binding that was closed before.`,
    });
    return;
  }
  const noun = kind in RESOURCE_KINDS ? RESOURCE_KINDS[kind as ResourceKind].noun : `a ${kind}`;
  const old =
    kind in RESOURCE_KINDS ? os.ledger.findReleased(kind as ResourceKind, value) : undefined;
  const failed = value === 0 && row.releases === undefined ? os.failedCalls.get(kind) : undefined;
  if (failed !== undefined && row.badHandle === undefined) {
    os.report('resource/failure-not-tested', {
      what: `${failed} failed, and ${call} was given the 0 that it left in place of ${noun}.`,
    });
    return;
  }
  os.report(row.badHandle ?? 'resource/bad-handle', {
    what:
      old === undefined
        ? `${call} was given ${hex(value)}, which is not ${noun}.`
        : `${call} was given ${hex(value)}, ${noun} that was released before.`,
    resource: old,
  });
}

function reportWrapperHandle(os: OperatingSystem, call: string, value: number): void {
  if (value === 0)
    os.report('registration/null-wrapper-used', {
      what: `${call} was given the NULL that a failed NdisInitializeWrapper left.`,
    });
  else if (os.ledger.findReleased('wrapper-handle', value) !== undefined)
    os.report('registration/wrapper-used-after-termination', {
      what: `${call} was given ${hex(value)}, a wrapper handle that was terminated before.`,
    });
  else
    os.report('registration/wrapper-handle-misused', {
      what: `${call} was given ${hex(value)}, which is no wrapper handle.`,
    });
}

export function reportRelease(os: OperatingSystem, prepared: Prepared, key: number): void {
  const { row, releaseKinds } = prepared;
  const [kind] = releaseKinds;
  if (kind === 'wrapper-handle' && (key === 0 || os.ledger.findReleased(kind, key) === undefined)) {
    reportHandle(os, row, kind, key);
    return;
  }
  const old = releaseKinds
    .map((one) => os.ledger.findReleased(one, key))
    .find((one) => one !== undefined);
  const noun = RESOURCE_KINDS[kind].noun;
  if (old === undefined) {
    const { unknown = 'resource/bad-handle' } = row.releases!;
    os.report(typeof unknown === 'string' ? unknown : unknown.choose(os, key), {
      what: `${row.name} was given ${hex(key)}, which is not ${noun}.`,
    });
    return;
  }
  os.report(row.releases!.twice ?? 'resource/released-twice', {
    what: `${row.name} was given ${hex(key)}, ${noun} that was released before.`,
    resource: old,
  });
}
