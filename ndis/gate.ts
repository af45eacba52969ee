/**
 * The gate: every call of a driver to the kernel interface passes here, and nothing else does what
 * is done here. It counts virtual time, delivers interrupts, checks IRQL and handles, injects
 * faults, keeps the ledger and feeds the trace; the row's body does what the function does.
 */
import { virtual } from '../hardware/address';
import { parseSpoil } from './faults';
import { hex } from './finding';
import { EXPORT_CALL_NS } from './kernel/costs';
import { isOnStack } from './kernel/stack';
import type { OperatingSystem } from './operating-system';
import { RESOURCE_KINDS, isRunLater, type ResourceKind } from './resource-kinds';
import { DEVICE_LEVEL, isReleasingAdapter, type AnyRow } from './row';
import type { RuleName } from './rules';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS, statusByName } from './status';
import type { HandleKind, NdisStatus, ScalarType } from './types';

type Body = (os: OperatingSystem, ...inputs: unknown[]) => unknown;

/** The integers of a type, from `least` up to `least + modulus`, which is not one of them. */
interface Range {
  readonly least: number;
  readonly modulus: number;
}

function rangeOf({ name, bytes }: ScalarType<unknown>): Range | undefined {
  // 64 bits are more than a number holds: -1 would come to 0.
  if (bytes === 8) return undefined;
  const modulus = 2 ** (8 * bytes);
  return { least: name === 'LONG' ? -modulus / 2 : 0, modulus };
}

function maskOf({ name, bytes }: ScalarType<unknown>): number {
  return bytes === 8 || name === 'LONG' ? 0 : 2 ** (8 * bytes) - 1;
}

/** A row made ready: what the gate would otherwise look up at every call. */
interface Prepared {
  readonly row: AnyRow;
  readonly index: number;
  readonly body: Body;
  readonly inputCount: number;
  readonly inputNames: readonly string[];
  /** Of each input all bits, if it is an unsigned integer of up to 32; else 0. */
  readonly masks: readonly number[];
  /** What each input can be: a C caller's value is taken modulo the size of this. */
  readonly ranges: readonly (Range | undefined)[];
  /** Whether an input is a big integer. */
  readonly isExact: readonly boolean[];
  readonly handles: readonly { readonly position: number; readonly kind: HandleKind }[];
  /** Where a resource's key is: a position among the inputs, or the name of an output. */
  readonly acquireKey: number | string | undefined;
  readonly acquireAdapter: number | undefined;
  /** Positions among the inputs, or names of outputs. */
  readonly remember: readonly (number | string)[] | undefined;
  readonly releaseKey: number | undefined;
  readonly releaseKinds: readonly ResourceKind[];
  /** The adapter for which a call releases; -1 if it does not say. */
  readonly releaseAdapter: number;
  readonly match: readonly number[] | undefined;
  /** Where the MiniportAdapterHandle is, for a row that needs the adapter's attributes. */
  readonly needsAttributesOf: number | undefined;
  readonly hasConditions: boolean;
  readonly isNdisExport: boolean;
  readonly hasStatusOut: boolean;
  readonly returnsStatus: boolean;
  readonly hasOuts: boolean;
  /** Where the number of bytes is that it allocates; -1 if it does not say. */
  readonly bytesAt: number;
}

function prepare(row: AnyRow, index: number): Prepared {
  const inputs = row.args.filter((arg) => arg.direction === 'in' || arg.direction === 'inout');
  const outs = row.args.filter((arg) => arg.direction === 'out' || arg.direction === 'inout');
  const position = (name: string) => inputs.findIndex((arg) => arg.name === name);
  const positionOf = (name: string) => {
    const found = position(name);
    if (found < 0) throw new Error(`${row.name} has no input ${name}`);
    return found;
  };
  const { acquires, releases, needsAttributes = false, onlyIn } = row;
  // Of a variable that is read and written, what was written is the key.
  const isOut = (name: string) => outs.some((arg) => arg.name === name);
  const acquireIn = acquires === undefined || isOut(acquires.key) ? -1 : position(acquires.key);
  return {
    row,
    index,
    body: row.body as Body,
    inputCount: inputs.length,
    inputNames: inputs.map((arg) => arg.name),
    masks: inputs.map(({ type }) => maskOf(type)),
    ranges: inputs.map(({ type }) => rangeOf(type)),
    isExact: inputs.map(({ type }) => type.name === 'LONGLONG'),
    handles: inputs.flatMap((arg, at) =>
      arg.type.handle === undefined ||
      arg.optional ||
      (releases?.key === arg.name && !releases.ifHeld)
        ? []
        : [{ position: at, kind: arg.type.handle }],
    ),
    acquireKey: acquires === undefined ? undefined : acquireIn >= 0 ? acquireIn : acquires.key,
    acquireAdapter: acquires?.adapter === undefined ? undefined : positionOf(acquires.adapter),
    remember: acquires?.remember?.map((name) => (position(name) < 0 ? name : position(name))),
    releaseKey: releases === undefined ? undefined : positionOf(releases.key),
    releaseKinds: releases === undefined ? [] : [releases.kind, ...(releases.alsoKinds ?? [])],
    releaseAdapter:
      releases === undefined
        ? -1
        : inputs.findIndex((arg) => isReleasingAdapter(arg, releases.key)),
    match: releases?.match?.map(positionOf),
    needsAttributesOf: needsAttributes
      ? inputs.findIndex(({ type }) => type.handle === 'miniport-adapter')
      : undefined,
    hasConditions: needsAttributes || onlyIn !== undefined || row.withLock !== undefined,
    isNdisExport: row.module === 'ndis.sys' && row.form === 'export',
    hasStatusOut: outs.some((arg) => arg.name === 'Status'),
    returnsStatus: row.returns.name === 'NDIS_STATUS',
    hasOuts: outs.length > 0,
    bytesAt: typeof row.allocates === 'string' ? positionOf(row.allocates) : -1,
  };
}

/** The bytes that a call asks for: -1 if it allocates nothing, 1 if it does not say how many. */
function allocatedBytes({ row, bytesAt }: Prepared, inputs: readonly unknown[]): number {
  if (row.allocates === undefined) return -1;
  return bytesAt < 0 ? 1 : Number(inputs[bytesAt]);
}

/** The result of a call that did nothing: its status if it has one, and zero everywhere else. */
function failedResult(prepared: Prepared, status: number): unknown {
  const { row, hasOuts, hasStatusOut, returnsStatus } = prepared;
  const zero = (typeName: string) =>
    typeName === 'BOOLEAN' ? false : typeName === 'LONGLONG' ? 0n : 0;
  const value = returnsStatus ? status : zero(row.returns.name);
  if (!hasOuts) return row.returns.bytes === 0 ? undefined : value;
  const outs: Record<string, unknown> = row.returns.bytes === 0 ? {} : { Result: value };
  for (const arg of row.args)
    if (arg.direction === 'out' || arg.direction === 'inout') outs[arg.name] = zero(arg.type.name);
  if (hasStatusOut) outs['Status'] = status;
  return outs;
}

function statusOf(prepared: Prepared, result: unknown): number | undefined {
  if (prepared.hasStatusOut) return (result as { Status: number }).Status;
  if (!prepared.returnsStatus) return undefined;
  return prepared.hasOuts ? (result as { Result: number }).Result : (result as number);
}

function keyOf(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
  result: unknown,
): number {
  const { acquireKey, hasOuts } = prepared;
  const keyOffset = prepared.row.acquires!.keyOffset;
  if (keyOffset !== undefined) return readKey(os, inputs[acquireKey as number], keyOffset);
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
  const { row } = prepared;
  os.onEvent?.({ kind: 'enter', timeNs: os.clock.nowNs, name: row.name });
  os.clock.nowNs += EXPORT_CALL_NS;
  os.currentCall = row.name;
  os.checkLimits();
  os.scheduler.poll();
  os.currentCall = row.name;
  os.hash.add(prepared.index, os.clock.nowNs);
  const image = os.frame?.image;
  if (image !== undefined && image.firstCall === undefined && prepared.isNdisExport)
    image.firstCall = row.name;
  if (os.irql < row.irql.min || os.irql > row.irql.max) reportIrql(os, row);
  if (os.isShuttingDown && prepared.isNdisExport) reportInShutdown(os, row);
  if (!row.complete) os.inconclusive(`${row.name} is not modelled`);
}

function reportIrql(os: OperatingSystem, row: AnyRow): void {
  const { min, max } = row.irql;
  const allowed =
    min === max ? `IRQL ${min}` : min === 0 ? `IRQL ${max} or below` : `IRQL ${min} to ${max}`;
  os.report(ruleOfIrql(row, os.irql), {
    what: `${row.name} was called at IRQL ${os.irql}; it may be called at ${allowed}.`,
    irql: String(os.irql),
    resourceKind: row.acquires?.kind,
  });
}

function reportInShutdown(os: OperatingSystem, { name, releases }: AnyRow): void {
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

function reportNonsense(
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

/** The lock must be one that this driver took: what called it may hold some of its own. */
function reportLock(os: OperatingSystem, call: string, rule: RuleName): void {
  const lock = os.spinLocks.lastHeldBy(os.frame?.image);
  if (lock === undefined) return;
  os.report(rule, {
    what: `${call} was called while the driver held the spin lock at ${hex(lock)}.`,
    address: hex(lock),
  });
}

function reportHandle(os: OperatingSystem, row: AnyRow, kind: HandleKind, value: number): void {
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

/** Takes what a call releases out of the ledger; false if it is not held. */
function release(os: OperatingSystem, prepared: Prepared, inputs: readonly unknown[]): boolean {
  const { row, releaseKey, releaseKinds, releaseAdapter, match } = prepared;
  const keyOffset = row.releases!.keyOffset;
  const given = inputs[releaseKey!];
  const key = keyOffset === undefined ? (given as number) : readKey(os, given, keyOffset);
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

function reportRelease(os: OperatingSystem, prepared: Prepared, key: number): void {
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

function acquire(
  os: OperatingSystem,
  prepared: Prepared,
  inputs: readonly unknown[],
  result: unknown,
): void {
  const key = keyOf(os, prepared, inputs, result);
  const status = statusOf(prepared, result);
  if (status === undefined ? key === 0 : status !== NDIS_STATUS_SUCCESS) return;
  const { row, acquireAdapter, remember } = prepared;
  if (row.acquires!.isHeld?.(os, key) === false) return;
  const adapter =
    acquireAdapter === undefined ? (os.frame?.adapter ?? 0) : (inputs[acquireAdapter] as number);
  if (isOnStack(virtual(key)) && isRunLater(row.acquires!.kind)) os.hasStackObjects = true;
  os.ledger.acquire({
    kind: row.acquires!.kind,
    key,
    acquiredBy: row.name,
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
  if (row.fails.length > 0 && os.frame?.image.isBystander !== true) {
    os.onFallible?.(row);
    const failure = os.faults?.next(row, allocatedBytes(prepared, inputs));
    const spoil = failure === undefined ? undefined : parseSpoil(failure);
    if (spoil !== undefined) inputs = row.spoils!.apply(os, inputs, spoil.name, spoil.value);
    else if (failure !== undefined) {
      if (row.acquires !== undefined) os.failedCalls.set(row.acquires.kind, row.name);
      const result =
        row.failed === undefined
          ? failedResult(prepared, statusByName(failure) ?? 0)
          : row.failed(os, ...inputs);
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
    prepared.row.settled?.(os, status as NdisStatus);
  }
  if (os.onEvent !== undefined) {
    const { name } = prepared.row;
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
