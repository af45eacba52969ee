/**
 * What a protocol driver may leave pending: a bind, an unbind or the answer to a Plug and Play
 * event. NDIS waits for its completion, as it does for that of requests and resets.
 */
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_PENDING } from '../status';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';

const OPERATION_TIMEOUT_NS = 12e9;

/** A bind or an unbind, by its BindContext or UnbindContext. */
export interface BindOperation {
  readonly adapter: Adapter;
  /** Set by NdisCompleteBindAdapter and its kin. */
  status: NdisStatus | undefined;
}

/**
 * Calls a handler with a context of its own, and waits for the completion if it says that it is
 * pending. `name` is the handler's.
 */
export function runBindOperation(
  os: OperatingSystem,
  adapter: Adapter,
  name: string,
  call: (context: NdisHandle) => NdisStatus,
): NdisStatus {
  const context = os.createHandle();
  const operation: BindOperation = { adapter, status: undefined };
  os.bindOperations.set(context, operation);
  const returned = call(context as NdisHandle);
  const status = returned === NDIS_STATUS_PENDING ? awaitStatus(os, operation, name) : returned;
  os.bindOperations.delete(context);
  os.freeHandle(context);
  return status;
}

/** Waits at PASSIVE_LEVEL until a pending operation of a protocol is completed. */
export function awaitStatus(
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
