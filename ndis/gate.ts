/**
 * The gate: every call of a driver to the kernel interface passes here, and nothing else does what
 * is done here. It counts virtual time, delivers interrupts, checks IRQL and handles, injects
 * faults, keeps the ledger and feeds the trace; the row's body does what the function does.
 */
import { virtual } from '../hardware/address';
import { parseSpoil } from './faults';
import { hex } from './finding';
import {
  reportHandle,
  reportInShutdown,
  reportIrql,
  reportLock,
  reportNonsense,
  reportRelease,
} from './gate-report';
import { EXPORT_CALL_NS } from './kernel/costs';
import { isOnStack } from './kernel/stack';
import type { OperatingSystem } from './operating-system';
import {
  allocatedBytes,
  failedResult,
  prepare,
  statusOf,
  type Prepared,
  type Range,
} from './prepared-row';
import { isRunLater } from './resource-kinds';
import type { AnyRow } from './row';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS, statusByName } from './status';
import type { NdisStatus } from './types';

function keyOf(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
  result: unknown,
): number {
  const { acquireKey, acquireKeyOffset, hasOuts } = prepared;
  if (acquireKeyOffset !== undefined)
    return readKey(os, inputs[acquireKey as number], acquireKeyOffset);
  if (typeof acquireKey === 'number') return inputs[acquireKey] as number;
  if (acquireKey === 'Result' && !hasOuts) return result as number;
  return (result as Record<string, number>)[acquireKey!];
}

/** A key that lies in a structure of the driver's. */
function readKey(os: OperatingSystem, structure: unknown, offset: number): number {
  return os.memory.read32(virtual((structure as number) + offset));
}

function enter(os: OperatingSystem, prepared: Prepared): void {
  if (os.stopped !== undefined) throw os.stopped;
  const { name, irqlMin, irqlMax } = prepared;
  os.onEvent?.({ kind: 'enter', timeNs: os.clock.nowNs, name });
  os.clock.nowNs += EXPORT_CALL_NS;
  os.currentCall = name;
  os.checkLimits();
  os.scheduler.poll();
  os.currentCall = name;
  os.hash.add(prepared.index, os.clock.nowNs);
  const image = os.frame?.image;
  if (image !== undefined && image.firstCall === undefined && prepared.isNdisExport)
    image.firstCall = name;
  if (os.irql < irqlMin || os.irql > irqlMax) reportIrql(os, prepared.row);
  if (os.isShuttingDown && prepared.isNdisExport) reportInShutdown(os, prepared.row);
  if (!prepared.isComplete) os.inconclusive(`${name} is not modelled`);
}

function isWithin({ least, modulus }: Range, value: number): boolean {
  return value >= least && value < least + modulus;
}

function wrap({ least, modulus }: Range, value: number): number {
  return ((((value - least) % modulus) + modulus) % modulus) + least;
}

/**
 * The inputs as a C compiler would pass them: integers that fit their types. Undefined, and a
 * finding, if one of them is no value at all or a handle refers to nothing.
 */
function acceptInputs(
  os: OperatingSystem,
  prepared: Prepared,
  given: readonly unknown[],
): readonly unknown[] | undefined {
  let inputs = given;
  for (let index = 0; index < prepared.inputCount; index++) {
    let value = inputs[index];
    const mask = prepared.masks[index];
    // Nearly always: an unsigned integer that fits.
    if (mask !== 0 && typeof value === 'number' && (value & mask) >>> 0 === value) {
      os.hash.add(value, index);
      continue;
    }
    if (typeof value === 'bigint' && prepared.isExact[index]) {
      os.hash.add(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
      continue;
    }
    if ((!Number.isInteger(value) && typeof value !== 'boolean') || prepared.isExact[index]) {
      reportNonsense(os, prepared, index, value);
      return undefined;
    }
    const range = prepared.ranges[index];
    if (range !== undefined && !isWithin(range, value as number)) {
      value = wrap(range, value as number);
      inputs = inputs.with(index, value);
    }
    os.hash.add(value as number, index);
  }
  for (const { position, kind } of prepared.handles)
    if (!os.isHandle(kind, inputs[position] as number)) {
      reportHandle(os, prepared.row, kind, inputs[position] as number);
      return undefined;
    }
  return inputs;
}

/** What a row asks of the moment at which it is called. */
function checkConditions(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
): void {
  const { row, needsAttributesOf } = prepared;
  const adapter =
    needsAttributesOf === undefined
      ? undefined
      : os.adapters.get(inputs[needsAttributesOf] as number);
  if (adapter?.hasAttributes === false)
    os.report('registration/attributes-not-set-first', {
      what: `${row.name} was called before the driver had set the attributes of its adapter.`,
    });
  const { onlyIn, withLock } = row;
  if (withLock !== undefined && os.spinLocks.heldCount > 0) reportLock(os, row.name, withLock);
  const { boundary } = os;
  if (onlyIn === undefined || onlyIn.handlers.includes(boundary)) return;
  const allowed = onlyIn.handlers.join(' and ');
  os.report(onlyIn.rule, {
    what: `${row.name} was called in ${boundary}; it may be called in ${allowed} only.`,
  });
}

/** Takes what a call releases out of the ledger; false if it is not held. */
function release(os: OperatingSystem, prepared: Prepared, inputs: readonly unknown[]): boolean {
  const { row, releaseKey, releaseKeyOffset, releaseKinds, releaseAdapter, match } = prepared;
  const given = inputs[releaseKey!];
  const key =
    releaseKeyOffset === undefined ? (given as number) : readKey(os, given, releaseKeyOffset);
  for (const kind of releaseKinds) {
    const resource = os.ledger.release(kind, key);
    if (resource === undefined) continue;
    if (
      releaseAdapter >= 0 &&
      resource.adapter !== 0 &&
      resource.adapter !== inputs[releaseAdapter]
    )
      os.report('resource/other-adapters-handle', {
        what: `${row.name} was given the adapter ${hex(inputs[releaseAdapter] as number)}; ${resource.acquiredBy} gave this to the adapter ${hex(resource.adapter)}.`,
        resource,
      });
    if (match !== undefined && row.releases?.mismatch !== undefined)
      match.forEach((position, at) => {
        const was = resource.remembered?.[at];
        if (was === inputs[position]) return;
        os.report(row.releases!.mismatch!, {
          what: `${row.name} was given ${prepared.inputNames[position]} = ${String(inputs[position])}; ${resource.acquiredBy} was given ${String(was)}.`,
          resource,
        });
      });
    return true;
  }
  if (row.releases!.ifHeld) return true;
  reportRelease(os, prepared, key);
  return false;
}

function acquire(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
  result: unknown,
): void {
  const key = keyOf(os, prepared, inputs, result);
  const status = statusOf(prepared, result);
  if (status === undefined ? key === 0 : status !== NDIS_STATUS_SUCCESS) return;
  const { acquireAdapter, remember } = prepared;
  const kind = prepared.acquireKind!;
  if (prepared.isHeld?.(os, key) === false) return;
  const adapter =
    acquireAdapter === undefined ? (os.frame?.adapter ?? 0) : (inputs[acquireAdapter] as number);
  if (isOnStack(virtual(key)) && isRunLater(kind)) os.hasStackObjects = true;
  os.ledger.acquire({
    kind,
    key,
    acquiredBy: prepared.name,
    acquiredIn: os.boundary,
    adapter,
    image: os.frame?.image.number ?? 0,
    remembered: remember?.map((from) =>
      typeof from === 'number' ? inputs[from] : (result as Record<string, unknown>)[from],
    ),
    site: os.callSite?.(),
    callers: os.callers?.(),
  });
}

/** What a driver's call comes to. An error in here is ours: no driver can keep it to itself. */
function pass(os: OperatingSystem, prepared: Prepared, inputs: readonly unknown[]): unknown {
  try {
    return serve(os, prepared, inputs);
  } catch (error) {
    throw os.failed(error);
  }
}

function serve(os: OperatingSystem, prepared: Prepared, given: readonly unknown[]): unknown {
  enter(os, prepared);
  const { row } = prepared;
  let inputs = acceptInputs(os, prepared, given);
  if (inputs === undefined)
    return leave(os, prepared, given, failedResult(prepared, NDIS_STATUS_FAILURE));
  if (prepared.hasConditions) checkConditions(os, prepared, inputs);
  if (prepared.isFallible && os.frame?.image.isBystander !== true) {
    os.onFallible?.(row);
    const failure = os.faults?.next(row, allocatedBytes(prepared, inputs));
    const spoil = failure === undefined ? undefined : parseSpoil(failure);
    if (spoil !== undefined) inputs = row.spoils!.apply(os, inputs, spoil.name, spoil.value);
    else if (failure !== undefined) {
      if (row.acquires !== undefined) os.failedCalls.set(row.acquires.kind, row.name);
      const status = statusByName(failure) ?? NDIS_STATUS_SUCCESS;
      const result = row.failed?.(os, status, ...inputs) ?? failedResult(prepared, status);
      return leave(os, prepared, inputs, result);
    }
  }
  if (prepared.releaseKey !== undefined && !release(os, prepared, inputs))
    return leave(os, prepared, inputs, failedResult(prepared, NDIS_STATUS_FAILURE));
  const result = prepared.body(os, ...inputs);
  if (prepared.acquireKey !== undefined) acquire(os, prepared, inputs, result);
  return leave(os, prepared, inputs, result);
}

function leave(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
  result: unknown,
): unknown {
  const status = statusOf(prepared, result);
  if (status !== undefined) {
    os.hash.add(status, prepared.index);
    prepared.settled?.(os, status as NdisStatus);
  }
  if (os.onEvent !== undefined) {
    const { name } = prepared;
    os.onEvent({ kind: 'call', timeNs: os.clock.nowNs, name, values: [...inputs, result] });
  }
  // What the call made due (an interrupt it enabled, a timer) comes before the driver goes on.
  if (os.scheduler.isPending) os.scheduler.poll();
  os.currentCall = undefined;
  return result;
}

/** A call through the gate, with its inputs in the row's order. */
export type GateCall = (os: OperatingSystem, inputs: readonly unknown[]) => unknown;

/** The way through the gate for each row of a table, by name. */
export function openGate(rows: Readonly<Record<string, AnyRow>>): ReadonlyMap<string, GateCall> {
  return new Map(
    Object.values(rows).map((row, index) => {
      const prepared = prepare(row, index);
      return [row.name, (os, inputs) => pass(os, prepared, inputs)];
    }),
  );
}
