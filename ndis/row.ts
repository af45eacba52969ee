/**
 * Rows. A function of the kernel interface is one row, and so is a handler that a driver registers.
 * From the row alone come the typed call, the stack layout of the x86 import, the checks of IRQL and
 * arguments, fault injection, the ledger, the trace and the reference page. A body does only what the
 * function does.
 */
import type { OperatingSystem } from './operating-system';
import type { ResourceKind } from './resource-kinds';
import type { RuleName } from './rules';
import type { NdisStatus, ScalarType } from './types';

export type Direction = 'in' | 'out' | 'inout' | 'rest';

export interface Arg<N extends string = string, T = unknown, D extends Direction = Direction> {
  readonly name: N;
  readonly type: ScalarType<T>;
  readonly direction: D;
  /** NULL is allowed: an optional pointer or handle. */
  readonly optional: boolean;
}

/** An argument the caller gives. */
export function input<const N extends string, T>(name: N, type: ScalarType<T>): Arg<N, T, 'in'> {
  return { name, type, direction: 'in', optional: false };
}

/** An argument the caller gives, which may be NULL. */
export function optional<const N extends string, T>(name: N, type: ScalarType<T>): Arg<N, T, 'in'> {
  return { name, type, direction: 'in', optional: true };
}

/** A pointer in C through which the function writes; a value that comes back in TypeScript. */
export function output<const N extends string, T>(name: N, type: ScalarType<T>): Arg<N, T, 'out'> {
  return { name, type, direction: 'out', optional: false };
}

/** As `output`; in C the pointer may be NULL, and then nothing is written. */
export function optionalOutput<const N extends string, T>(
  name: N,
  type: ScalarType<T>,
): Arg<N, T, 'out'> {
  return { name, type, direction: 'out', optional: true };
}

/** A pointer in C to a variable that is read and written; a value in and a value out here. */
export function inout<const N extends string, T>(name: N, type: ScalarType<T>): Arg<N, T, 'inout'> {
  return { name, type, direction: 'inout', optional: false };
}

/**
 * The further values of a variadic function (`...` in C): the argument before says how many. Of the
 * type VA_LIST it is one value, where they lie.
 */
export function rest<const N extends string, T>(name: N, type: ScalarType<T>): Arg<N, T, 'rest'> {
  return { name, type, direction: 'rest', optional: false };
}

type AnyArg = Arg<string, any, Direction>;

/** The values a caller gives, in order. */
export type Inputs<A extends readonly AnyArg[]> = A extends readonly [
  infer H,
  ...infer R extends readonly AnyArg[],
]
  ? H extends Arg<string, infer T, 'in' | 'inout'>
    ? [T, ...Inputs<R>]
    : H extends Arg<string, infer T, 'rest'>
      ? T[]
      : Inputs<R>
  : [];

type OutArg<A extends readonly AnyArg[]> = Extract<A[number], { direction: 'out' | 'inout' }>;
export type Outs<A extends readonly AnyArg[]> = {
  [K in OutArg<A> as K['name']]: K extends Arg<string, infer T, Direction> ? T : never;
};

/** What a call gives back: the function's value, its out arguments by name, or both. */
export type Result<R, A extends readonly AnyArg[]> = [OutArg<A>] extends [never]
  ? R
  : R extends void
    ? Outs<A>
    : Outs<A> & { Result: R };

/** IRQL at which a function may be called, lowest and highest. */
export interface IrqlRange {
  readonly min: number;
  readonly max: number;
}

export interface Acquires {
  readonly kind: ResourceKind;
  /** The argument whose value identifies the resource; `Result` for the function's own value. */
  readonly key: string;
  /** The key is not that value but what lies so many bytes into the structure it points to. */
  readonly keyOffset?: number;
  /** For a call without a status: whether it did acquire. Without this, a key other than 0 says so. */
  readonly isHeld?: (os: OperatingSystem, key: number) => boolean;
  /** Arguments that the release must repeat. */
  readonly remember?: readonly string[];
  /** The argument that names the adapter the resource belongs to, if it has one. */
  readonly adapter?: string;
}

export interface Releases {
  readonly kind: ResourceKind;
  readonly key: string;
  /** As in `Acquires`. */
  readonly keyOffset?: number;
  /** Arguments that must equal those remembered, and the rule broken if they do not. */
  readonly match?: readonly string[];
  readonly mismatch?: RuleName;
  /** Other kinds the key may be of. */
  readonly alsoKinds?: readonly ResourceKind[];
  /** The call is good if nothing is held: cancelling a timer that is not set. */
  readonly ifHeld?: boolean;
  /** The rules broken by a key that was never acquired, and by one released before. */
  readonly unknown?:
    | RuleName
    | {
        readonly rules: readonly RuleName[];
        readonly choose: (os: OperatingSystem, key: number) => RuleName;
      };
  readonly twice?: RuleName;
}

/** One way a function can fail by injection: a status, or a NULL in an out argument or result. */
export type Failure = string;

export interface Row<
  Name extends string = string,
  R = any,
  A extends readonly AnyArg[] = readonly AnyArg[],
> {
  readonly name: Name;
  readonly module: 'ndis.sys' | 'ntoskrnl.exe' | 'hal.dll' | 'wdfldr.sys' | 'wdf01000.sys';
  /** How ndis.h offers it: an import, or inline code over what lies in memory. */
  readonly form: 'export' | 'macro';
  /** `shift`: EDX:EAX by CL, as compilers call for shifts of 64 bits. */
  readonly convention: 'stdcall' | 'cdecl' | 'fastcall' | 'shift';
  readonly returns: ScalarType<R>;
  /** In the order of the C prototype. */
  readonly args: A;
  readonly irql: IrqlRange;
  readonly acquires?: Acquires;
  readonly releases?: Releases;
  /** The rule broken by a call at another IRQL, if that is a rule of its own. */
  readonly irqlRule?: RuleName;
  /** The rule broken by a caller that holds a spin lock. */
  readonly withLock?: RuleName;
  /** It claims hardware: only after NdisMSetAttributes or NdisMSetAttributesEx. */
  readonly needsAttributes?: boolean;
  /** The only handlers that may call it, and the rule broken by a call from elsewhere. */
  readonly onlyIn?: { readonly handlers: readonly string[]; readonly rule: RuleName };
  /** The rule broken by the handle of an adapter that was halted. */
  readonly afterHalt?: RuleName;
  /** The rule broken by a handle that is none; resource/bad-handle if not told. */
  readonly badHandle?: RuleName;
  /** It takes memory of the system's: the argument that says how many bytes, if one does. */
  readonly allocates?: string | true;
  /** Names of NDIS_STATUS codes it may be made to return, or `NULL`. Empty: it cannot fail. */
  readonly fails: readonly Failure[];
  /** What a call gives that was made to fail; the status, and zero in all else, if absent. */
  failed?(os: OperatingSystem, status: NdisStatus, ...inputs: Inputs<A>): Result<R, A>;
  /** The rules that its body itself sees broken, beside those that the gate checks. */
  readonly breaks?: readonly RuleName[];
  /** Where Microsoft describes it. */
  readonly page: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /**
   * Further ways to fail by injection: what a scenario can spoil in the arguments, so that the body
   * itself refuses them. Gives the inputs to go on with.
   */
  readonly spoils?: {
    readonly names: readonly string[];
    readonly apply: (
      os: OperatingSystem,
      inputs: readonly unknown[],
      name: string,
      value: number,
    ) => readonly unknown[];
  };
  /** False: to call it is inconclusive. */
  readonly complete: boolean;
  /** Runs when a call with a status is over, also when a fault was injected in place of the body. */
  readonly settled?: (os: OperatingSystem, status: NdisStatus) => void;
  body(os: OperatingSystem, ...inputs: Inputs<A>): Result<R, A>;
}

/** A row, whatever its arguments. */
export type AnyRow = Omit<Row, 'body' | 'failed'> & {
  body(os: OperatingSystem, ...inputs: any[]): any;
  failed?(os: OperatingSystem, status: NdisStatus, ...inputs: any[]): any;
};

export type Call<X> =
  X extends Row<string, infer R, infer A> ? (...inputs: Inputs<A>) => Result<R, A> : never;

type RowSource<Name extends string, R, A extends readonly AnyArg[]> = Omit<
  Row<Name, R, A>,
  'module' | 'form' | 'convention' | 'fails' | 'complete' | 'body'
> & {
  readonly module?: Row['module'];
  readonly form?: Row['form'];
  readonly convention?: Row['convention'];
  readonly fails?: readonly Failure[];
  body(os: OperatingSystem, ...inputs: Inputs<A>): Result<R, A>;
};

/** A complete function of the kernel interface. */
export function exported<const Name extends string, R, const A extends readonly AnyArg[]>(
  row: RowSource<Name, R, A>,
): Row<Name, R, A> {
  return inShape(row, true, row.body);
}

/** All rows are objects of one shape: the gate reads them at every call. */
function inShape<Name extends string, R, A extends readonly AnyArg[]>(
  row: Omit<RowSource<Name, R, A>, 'body'>,
  complete: boolean,
  body: Row<Name, R, A>['body'],
): Row<Name, R, A> {
  return {
    name: row.name,
    module: row.module ?? 'ndis.sys',
    form: row.form ?? 'export',
    convention: row.convention ?? 'stdcall',
    returns: row.returns,
    args: row.args,
    irql: row.irql,
    irqlRule: row.irqlRule,
    withLock: row.withLock,
    acquires: row.acquires,
    releases: row.releases,
    needsAttributes: row.needsAttributes,
    onlyIn: row.onlyIn,
    afterHalt: row.afterHalt,
    badHandle: row.badHandle,
    breaks: row.breaks,
    allocates: row.allocates,
    fails: row.fails ?? [],
    failed: row.failed,
    page: row.page,
    summary: row.summary,
    spoils: row.spoils,
    complete,
    settled: row.settled,
    body,
  };
}

/** A function that is declared and not modelled: calling it ends the run as inconclusive. */
export function incomplete<const Name extends string, R, const A extends readonly AnyArg[]>(
  row: Omit<RowSource<Name, R, A>, 'body' | 'acquires' | 'releases' | 'fails'>,
): Row<Name, R, A> {
  return inShape<Name, R, A>(row, false, () => {
    throw new Error(`${row.name} has no body`);
  });
}

/** A function that a driver registers and NDIS calls. */
export interface HandlerRow<
  Name extends string = string,
  R = any,
  A extends readonly AnyArg[] = readonly AnyArg[],
> {
  readonly name: Name;
  readonly returns: ScalarType<R>;
  readonly args: A;
  /** The IRQL at which NDIS calls it, lowest and highest. */
  readonly irql: IrqlRange;
  /** Its out arguments may be written until the request is completed, after its return. */
  readonly hasLateOuts?: boolean;
  readonly page: string;
  readonly summary: string;
  /** Whether any of its arguments is an out argument. */
  readonly hasOuts: boolean;
}

export function handler<const Name extends string, R, const A extends readonly AnyArg[]>(
  row: Omit<HandlerRow<Name, R, A>, 'hasOuts'>,
): HandlerRow<Name, R, A> {
  const { name, returns, args, irql, hasLateOuts = false, page, summary } = row;
  const hasOuts = args.some((arg) => arg.direction !== 'in');
  return { name, returns, args, irql, hasLateOuts, page, summary, hasOuts };
}

/**
 * What a TypeScript handler gives back. As in C, an out argument it does not mention is not
 * written, and one without out arguments to write gives the bare value.
 */
export type HandlerResult<R, A extends readonly AnyArg[]> = [OutArg<A>] extends [never]
  ? R
  : R extends void
    ? Partial<Outs<A>>
    : R | (Partial<Outs<A>> & { Result: R });

/** The TypeScript form of a handler; `N` is the interface it gets to the kernel. */
export type HandlerFunction<X, N> =
  X extends HandlerRow<string, infer R, infer A>
    ? (ndis: N, ...inputs: Inputs<A>) => HandlerResult<R, A>
    : never;

/** The values of IRQL on x86 (XP, uniprocessor PIC HAL; a device's lies between 3 and 26). */
export const PASSIVE_LEVEL = 0;
export const APC_LEVEL = 1;
export const DISPATCH_LEVEL = 2;
export const DEVICE_LEVEL = 11;
export const HIGH_LEVEL = 31;

export const Irql = {
  PASSIVE: { min: PASSIVE_LEVEL, max: PASSIVE_LEVEL },
  BELOW_DISPATCH: { min: PASSIVE_LEVEL, max: APC_LEVEL },
  UP_TO_DISPATCH: { min: PASSIVE_LEVEL, max: DISPATCH_LEVEL },
  DISPATCH: { min: DISPATCH_LEVEL, max: DISPATCH_LEVEL },
  DEVICE: { min: DEVICE_LEVEL, max: DEVICE_LEVEL },
  UP_TO_DEVICE: { min: PASSIVE_LEVEL, max: DEVICE_LEVEL },
  ANY: { min: PASSIVE_LEVEL, max: HIGH_LEVEL },
} as const satisfies Record<string, IrqlRange>;

/** Whether an argument says for which adapter a call releases, and is not itself what goes. */
export function isReleasingAdapter({ name, type }: Arg, key: string): boolean {
  return type.handle === 'miniport-adapter' && name !== key;
}
