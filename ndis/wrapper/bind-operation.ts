/**
 * What a protocol driver may leave pending: a bind, an unbind or the answer to a Plug and Play
 * event. NDIS waits for its completion, as it does for that of requests and resets.
 */
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_PENDING } from '../status';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';

const OPERATION_TIMEOUT_NS = 12e9;

/** A bind or an unbind, by its BindContext or UnbindContext; an event, by its address. */
export interface BindOperation {
  /** Undefined for NetEventBindsComplete, which is about no binding in particular. */
  readonly adapter: Adapter | undefined;
  /** What it came to; set by NdisCompleteBindAdapter and its kin where it was pending. */
  status: NdisStatus | undefined;
  /** What NdisOpenAdapter came to last in the course of it. */
  openStatus?: NdisStatus;
  /** What NdisIMInitializeDeviceInstanceEx gave last in the course of it. */
  instanceStatus?: NdisStatus;
}

/** A bind or an unbind that is over. */
export type EndedBind = BindOperation & { readonly adapter: Adapter; readonly status: NdisStatus };

/** The bind or unbind that NDIS waits for, the innermost one; undefined outside of any. */
export function currentBindOperation(os: OperatingSystem): BindOperation | undefined {
  return [...os.bindOperations.values()].at(-1);
}

/**
 * Calls a handler with a context of its own, and waits for the completion if it says that it is
 * pending. `name` is the handler's. What is returned has its status.
 */
export function runBindOperation(
  os: OperatingSystem,
  adapter: Adapter,
  name: string,
  call: (context: NdisHandle) => NdisStatus,
): EndedBind {
  const context = os.createHandle();
  const operation: BindOperation = { adapter, status: undefined };
  const status = awaitAnswer(os, context, operation, name, () => call(context as NdisHandle));
  os.freeHandle(context);
  return { ...operation, adapter, status };
}

/** What a protocol's handler comes to, at once or when it completes what it left pending under `key`. */
export function awaitAnswer<T extends NdisStatus | undefined>(
  os: OperatingSystem,
  key: number,
  operation: BindOperation,
  name: string,
  call: () => T,
): T | NdisStatus {
  os.bindOperations.set(key, operation);
  const returned = call();
  const status = returned === NDIS_STATUS_PENDING ? awaitStatus(os, operation, name) : returned;
  os.bindOperations.delete(key);
  return status;
}

/** Waits at PASSIVE_LEVEL until a pending operation of a protocol is completed. */
function awaitStatus(
  os: OperatingSystem,
  operation: { status: NdisStatus | undefined },
  name: string,
): NdisStatus {
  const isOver = () => operation.status !== undefined;
  if (!os.scheduler.wait(OPERATION_TIMEOUT_NS, isOver))
    os.neverReturns(`${name} was left pending for 12 s.`, undefined, name);
  return operation.status!;
}

/** NdisCompleteBindAdapter and NdisCompleteUnbindAdapter. */
export function completeBindOperation(
  os: OperatingSystem,
  context: number,
  status: NdisStatus,
): void {
  const operation = os.bindOperations.get(context);
  if (operation !== undefined) operation.status = status;
  else
    os.report('resource/bad-handle', {
      what: `${os.currentCall} was given a context that no pending bind or unbind has.`,
    });
}
