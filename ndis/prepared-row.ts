/** Rows made ready for the gate: what it would otherwise look up at every call. */
import type { OperatingSystem } from './operating-system';
import type { ResourceKind } from './resource-kinds';
import { isReleasingAdapter, type Acquires, type AnyRow } from './row';
import type { HandleKind, ScalarType } from './types';

type Body = (os: OperatingSystem, ...inputs: unknown[]) => unknown;

/** The integers of a type, from `least` up to `least + modulus`, which is not one of them. */
export interface Range {
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
export interface Prepared {
  readonly row: AnyRow;
  /* Of the row and of what is within it: there rows differ in shape, which is slow to read. */
  readonly name: string;
  readonly body: Body;
  readonly irqlMin: number;
  readonly irqlMax: number;
  readonly isComplete: boolean;
  readonly isFallible: boolean;
  readonly settled: AnyRow['settled'];
  readonly index: number;
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
  readonly acquireKind: ResourceKind | undefined;
  readonly acquireKeyOffset: number | undefined;
  readonly isHeld: Acquires['isHeld'];
  readonly acquireAdapter: number | undefined;
  /** Positions among the inputs, or names of outputs. */
  readonly remember: readonly (number | string)[] | undefined;
  readonly releaseKey: number | undefined;
  readonly releaseKeyOffset: number | undefined;
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

export function prepare(row: AnyRow, index: number): Prepared {
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
    name: row.name,
    body: row.body as Body,
    irqlMin: row.irql.min,
    irqlMax: row.irql.max,
    isComplete: row.complete,
    isFallible: row.fails.length > 0,
    settled: row.settled,
    index,
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
    acquireKind: acquires?.kind,
    acquireKeyOffset: acquires?.keyOffset,
    isHeld: acquires?.isHeld,
    acquireAdapter: acquires?.adapter === undefined ? undefined : positionOf(acquires.adapter),
    remember: acquires?.remember?.map((name) => (position(name) < 0 ? name : position(name))),
    releaseKey: releases === undefined ? undefined : positionOf(releases.key),
    releaseKeyOffset: releases?.keyOffset,
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
export function allocatedBytes({ row, bytesAt }: Prepared, inputs: readonly unknown[]): number {
  if (row.allocates === undefined) return -1;
  return bytesAt < 0 ? 1 : Number(inputs[bytesAt]);
}

/** The result of a call that did nothing: its status if it has one, and zero everywhere else. */
export function failedResult(prepared: Prepared, status: number): unknown {
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

export function statusOf(prepared: Prepared, result: unknown): number | undefined {
  if (prepared.hasStatusOut) return (result as { Status: number }).Status;
  if (!prepared.returnsStatus) return undefined;
  return prepared.hasOuts ? (result as { Result: number }).Result : (result as number);
}
