/**
 * Calling a driver: from the row of a handler come the checks on what it gives back, on IRQL and on
 * locks, the frame it runs in, and the trace.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  DOUBLE_FAULT,
  DRIVER_IRQL_NOT_LESS_OR_EQUAL,
  DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS,
  EXECUTED,
  UNEXPECTED_KERNEL_MODE_TRAP,
} from '../bug-codes';
import { RunStopped, hex, isStackOverflow } from '../finding';
import { RESOURCE_KINDS, isRunLater } from '../resource-kinds';
import { DISPATCH_LEVEL, type HandlerRow, type Inputs, type Result } from '../row';
import { NDIS_STATUS_FAILURE } from '../status';
import { RaisedException, endByException } from './exception';
import type { Frame } from './frame';
import type { Code } from './image';
import type { Kernel } from './kernel';
import { isOnStack } from './stack';

const STATUS_UNHANDLED_EXCEPTION = 0xc000_0144;

/**
 * What a handler may keep the processor for. The WDM guidelines grant a DPC 100 microseconds
 * ("Guidelines for Writing DPC Routines"); a thousand times as much is beyond all doubt.
 */
const RAISED_BUSY_NS_MAX = 100e6;
/** At PASSIVE_LEVEL others run meanwhile; who waits so long should sleep. */
const PASSIVE_BUSY_NS_MAX = 1e9;

/**
 * Calls the handler at `address` and gives its value and out arguments back.
 *
 * @param adapter - the MiniportAdapterHandle it runs for, 0 if none.
 */
export function callHandler<R, A extends HandlerRow['args']>(
  os: Kernel,
  row: HandlerRow<string, R, A>,
  address: VirtualAddress,
  adapter: number,
  ...inputs: Inputs<A>
): Result<R, A> {
  if (os.stopped !== undefined) throw os.stopped;
  const code = os.code.get(address);
  if (code === undefined) return callToNothing(os, row, address);
  if (code.image.isUnloaded) {
    os.report('interrupt/callback-after-unload', {
      what: `${row.name} of ${code.image.name} was called after the driver was unloaded.`,
      boundary: row.name,
    });
    os.bugCheck(DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS, [
      address,
      EXECUTED,
      address,
      0,
    ]);
  }
  const frame: Frame = {
    name: row.name,
    image: code.image,
    adapter,
    irql: os.irql,
    stackPointer: os.stack.pointer,
    outer: os.frame,
    sinceNs: os.clock.nowNs,
    sinceCall: os.callCount,
  };
  const outerCall = os.currentCall;
  const busyFromNs = os.clock.nowNs - os.scheduler.idleNs;
  os.frame = frame;
  os.currentCall = undefined;
  os.hash.add(address, os.clock.nowNs);
  os.heartbeat?.(row.name);
  os.onEvent?.({ kind: 'handler', timeNs: os.clock.nowNs, name: row.name, values: inputs });
  let returned: unknown;
  try {
    returned = code.invoke(row, inputs);
  } catch (error) {
    throw translate(os, code, row.name, error);
  }
  if (os.stopped !== undefined) throw os.stopped;
  const result = checkReturned(os, row, returned);
  checkBalance(os, frame);
  checkBusyTime(os, frame, os.clock.nowNs - os.scheduler.idleNs - busyFromNs);
  if (os.hasStackObjects) checkStackObjects(os, frame);
  os.stack.popTo(frame.stackPointer);
  os.frame = frame.outer;
  os.heartbeat?.(os.boundary);
  os.currentCall = outerCall;
  os.onEvent?.({ kind: 'return', timeNs: os.clock.nowNs, name: row.name, values: [returned] });
  return result as Result<R, A>;
}

function callToNothing(os: Kernel, row: HandlerRow, address: VirtualAddress): never {
  os.report(address === 0 ? 'memory/null-page' : 'memory/wild-access', {
    what: `${row.name} was registered at ${hex(address)}, where there is no code.`,
    boundary: row.name,
  });
  return os.bugCheck(DRIVER_IRQL_NOT_LESS_OR_EQUAL, [address, os.irql, EXECUTED, address]);
}

/** What an exception out of a driver means. Ours are known: they left our code before. */
function translate(os: Kernel, code: Code, name: string, error: unknown): unknown {
  if (error instanceof RunStopped) return error;
  if (os.stopped !== undefined) return os.stopped;
  if (isStackOverflow(error)) {
    os.report('memory/stack-overflow', {
      what: `${name} of ${code.image.name} recursed until the stack was used up.`,
      at: os.callSite?.(error),
    });
    return stopOf(() => os.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, [DOUBLE_FAULT, 0, 0, 0]));
  }
  const { status, text, at } = exceptionFacts(os, error);
  const what = `${name} of ${code.image.name} threw an exception (${text}).`;
  return stopOf(() => endByException(os, status, { what, at }));
}

function exceptionFacts(os: Kernel, error: unknown) {
  if (error instanceof RaisedException)
    return { status: error.status, text: error.message, at: error.at ?? os.callSite?.(error) };
  const status = STATUS_UNHANDLED_EXCEPTION;
  if (!(error instanceof Error)) return { status, text: describe(error), at: undefined };
  return { status, text: `${error.name}: ${error.message}`, at: os.callSite?.(error) };
}

function stopOf(stop: () => never): unknown {
  try {
    return stop();
  } catch (stopped) {
    return stopped;
  }
}

/** Makes a result of whatever a handler gave back; what makes no sense is a finding. */
function checkReturned(os: Kernel, row: HandlerRow, returned: unknown): unknown {
  const { hasOuts } = row;
  const hasValue = row.returns.bytes > 0;
  const isObject = typeof returned === 'object' && returned !== null;
  const value = isObject ? (returned as Record<string, unknown>)['Result'] : returned;
  let result = value;
  if (!hasValue && isObject && 'then' in returned)
    os.report('registration/handler-returned-nonsense', {
      what: `${row.name} returned a promise; a handler has done its work when it returns.`,
    });
  if (hasValue && !isScalar(value, row.returns.name)) {
    const what = value === undefined ? describe(returned) : describe(value);
    os.report('registration/handler-returned-nonsense', {
      what: `${row.name} returned ${what}, which is no ${row.returns.name}.`,
    });
    result = row.returns.name === 'BOOLEAN' ? false : NDIS_STATUS_FAILURE;
  }
  // A status that went through TypeScript's bit operators is negative; in C it is a ULONG.
  if (typeof result === 'number') result >>>= 0;
  if (hasValue) os.hash.add(Number(result), 0);
  if (!hasOuts) return hasValue ? result : undefined;
  const outs: Record<string, unknown> = hasValue ? { Result: result } : {};
  for (const arg of row.args) {
    if (arg.direction === 'in') continue;
    const given = isObject ? (returned as Record<string, unknown>)[arg.name] : undefined;
    const isBoolean = arg.type.name === 'BOOLEAN';
    if (given !== undefined && !isScalar(given, arg.type.name))
      os.report('registration/handler-returned-nonsense', {
        what: `${row.name} set ${arg.name} to ${describe(given)}, which is no ${arg.type.name}.`,
      });
    const usable = given !== undefined && isScalar(given, arg.type.name);
    outs[arg.name] = !usable
      ? isBoolean
        ? false
        : 0
      : isBoolean
        ? given
        : (given as number) >>> 0;
  }
  return outs;
}

/** Whether a value fits: a number into 32 bits, be it taken as signed or as unsigned. */
function isScalar(value: unknown, typeName: string): boolean {
  if (typeName === 'BOOLEAN') return typeof value === 'boolean';
  return Number.isInteger(value) && (value as number) >= -(2 ** 31) && (value as number) < 2 ** 32;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : String(value);
}

/** A handler returns at the IRQL at which it was called, and with no lock that it took. */
function checkBalance(os: Kernel, frame: Frame): void {
  if (os.spinLocks.heldCount > 0) {
    const left = os.spinLocks.releaseAllOf(frame);
    for (const address of left)
      os.report('irql/handler-returned-with-lock', {
        what: `${frame.name} returned while it held the spin lock at ${hex(address)}.`,
      });
    if (left.length > 0) os.irql = frame.irql;
  }
  if (os.readWriteLocks.heldCount > 0) {
    const left = os.readWriteLocks.releaseAllOf(frame);
    for (const address of left)
      os.report('irql/handler-returned-with-lock', {
        what: `${frame.name} returned while it held the reader/writer lock at ${hex(address)}.`,
      });
    if (left.length > 0) os.irql = frame.irql;
  }
  if (os.irql === frame.irql) return;
  os.report('irql/handler-changed-irql', {
    what: `${frame.name} was called at IRQL ${frame.irql} and returned at IRQL ${os.irql}.`,
  });
  os.irql = frame.irql;
}

/** What lay on the stack of a handler that returns, and is still to run: it lies nowhere now. */
function checkStackObjects(os: Kernel, frame: Frame): void {
  const held = os.ledger.live(({ kind, key }) => isRunLater(kind) && isOnStack(virtual(key)));
  const dead = held.filter(({ key }) => key < frame.stackPointer);
  for (const resource of dead)
    os.report('memory/stack-object-outlived', {
      what: `${frame.name} returned; ${RESOURCE_KINDS[resource.kind].noun} at ${hex(resource.key)} was on its stack.`,
      resource,
    });
  os.hasStackObjects = held.length > dead.length;
}

/** Rules C10 and E08: how long a handler kept the processor, without what it waited. */
function checkBusyTime(os: Kernel, { name, irql }: Frame, busyNs: number): void {
  if (busyNs <= (irql >= DISPATCH_LEVEL ? RAISED_BUSY_NS_MAX : PASSIVE_BUSY_NS_MAX)) return;
  const isDpc = name === 'MiniportHandleInterrupt';
  os.report(isDpc ? 'interrupt/dpc-unbounded' : 'irql/busy-wait-too-long', {
    what: `${name} kept the processor busy for ${Math.round(busyNs / 1e6)} ms at IRQL ${irql}.`,
  });
}
