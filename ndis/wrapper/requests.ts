/**
 * OID requests: NDIS or a protocol asks or tells the miniport. It gets one request at a time; those
 * that come meanwhile wait in a queue. (NDIS 5: MiniportQueryInformation, MiniportSetInformation)
 */
import { NULL, VIRTUAL_BASE, type VirtualAddress } from '../../hardware/address';
import type { ClockEvent } from '../../hardware/clock';
import { Shadow } from '../../hardware/memory';
import { NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT } from '../constants';
import { MiniportQueryInformation, MiniportSetInformation } from '../handlers';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import { NDIS_STATUS_PENDING, NDIS_STATUS_REQUEST_ABORTED, NDIS_STATUS_SUCCESS } from '../status';
import { describeOid } from '../oid';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { combinedAddressing, isCombined, type Binding } from './binding';

/** How long a request may stay pending (NDISTest and Driver Verifier: 12 s). */
const REQUEST_TIMEOUT_NS = 12e9;

export type RequestKind = 'query' | 'set';

export interface RequestResult {
  readonly status: NdisStatus;
  /** BytesWritten of a query, BytesRead of a set. */
  readonly byteCount: number;
  readonly bytesNeeded: number;
}

/** A request to a miniport, and who is told when it is over. */
export interface OidRequest {
  readonly kind: RequestKind;
  readonly oid: number;
  readonly buffer: VirtualAddress;
  readonly byteCount: number;
  /** The protocol that asks; NDIS itself if undefined. */
  readonly binding?: Binding;
  done(result: RequestResult): void;
}

/** The request that a miniport is at. */
export interface CurrentRequest {
  readonly request: OidRequest;
  /** What its handler returned; undefined until it did. */
  answer?: RequestResult;
  /** What it completed the request with; undefined until it did. */
  status?: NdisStatus;
  timeout?: ClockEvent;
  /** The bytes of packet filter, lookahead or multicast list, as the miniport gets them. */
  addressing?: Uint8Array;
  /** Where they lie for it, if they are not the bytes of who asked. */
  combined?: VirtualAddress;
}

/** Asks or tells the miniport, and waits for the answer if it leaves the request pending. */
export function request(
  adapter: Adapter,
  kind: RequestKind,
  oid: number,
  buffer: VirtualAddress,
  byteCount: number,
  binding?: Binding,
): RequestResult {
  let result: RequestResult | undefined;
  const done = (given: RequestResult) => {
    result = given;
  };
  submitRequest(adapter, { kind, oid, buffer, byteCount, binding, done });
  const isOver = () => result !== undefined;
  if (!isOver() && !adapter.os.scheduler.wait(REQUEST_TIMEOUT_NS, isOver))
    requestExpired(adapter, { kind, oid });
  return result!;
}

/**
 * Somebody else's request is with the miniport: those that come meanwhile wait until what this gives
 * back is called.
 */
export function occupy(adapter: Adapter): () => void {
  const done = () => undefined;
  const request: OidRequest = { kind: 'query', oid: 0, buffer: NULL, byteCount: 0, done };
  const current: CurrentRequest = { request };
  adapter.currentRequest = current;
  return () => {
    if (adapter.currentRequest !== current) return;
    adapter.currentRequest = undefined;
    startNext(adapter);
  };
}

/** Asks or tells the miniport, now or when those before are over; `done` may be called at once. */
export function submitRequest(adapter: Adapter, given: OidRequest): void {
  adapter.requestQueue.push(given);
  startNext(adapter);
}

/**
 * Sets packet filter, lookahead and multicast list as they were, after a reset that has lost them.
 * (NDIS 5: MiniportReset, AddressingReset.)
 */
export function restoreAddressing(adapter: Adapter): void {
  for (const [oid, bytes] of [...adapter.addressing]) {
    if (adapter.state !== 'running') return;
    setBytes(adapter, oid, bytes);
  }
}

/** A binding has gone: what it wanted of packet filter, lookahead and multicast list goes too. */
export function withdrawAddressing(adapter: Adapter, { addressing }: Binding): void {
  for (const oid of addressing.keys()) {
    const combined = combinedAddressing(adapter, oid);
    const isChanged = combined.join() !== adapter.addressing.get(oid)?.join();
    if (isChanged && adapter.state === 'running') setBytes(adapter, oid, combined);
  }
}

function setBytes(adapter: Adapter, oid: number, bytes: Uint8Array): void {
  const { os } = adapter;
  const buffer = os.allocateObject(bytes.length, Shadow.PLAIN);
  os.memory.bytes.set(bytes, buffer - VIRTUAL_BASE);
  request(adapter, 'set', oid, buffer, bytes.length);
  os.pool.free(buffer);
}

function startNext(adapter: Adapter): void {
  while (adapter.currentRequest === undefined && adapter.requestQueue.length > 0)
    start(adapter, adapter.requestQueue.shift()!);
}

function start(adapter: Adapter, given: OidRequest): void {
  const { os } = adapter;
  const { irql } = os;
  const current: CurrentRequest = { request: given };
  adapter.currentRequest = current;
  os.irql = DISPATCH_LEVEL;
  const answer = isAddressing(given) ? setAddressing(adapter, current) : ask(adapter, given);
  os.irql = irql;
  current.answer = answer;
  os.scheduler.poll();
  if (adapter.currentRequest !== current) return;
  if (answer.status === NDIS_STATUS_PENDING) {
    if (current.status !== undefined) finishLate(adapter, current);
    else watch(adapter, current);
    return;
  }
  if (current.status !== undefined) {
    const handler = handlerOf(given);
    os.report('oid/completed-twice', {
      what: `${handler} returned ${hex(answer.status)} for a request that it had completed.`,
      boundary: handler,
    });
  }
  finish(adapter, current, answer);
}

function isAddressing({ kind, oid, byteCount }: OidRequest): boolean {
  return kind === 'set' && isCombined(oid, byteCount);
}

/** Sets packet filter, lookahead or multicast list, with what other bindings want of it. */
function setAddressing(adapter: Adapter, current: CurrentRequest): RequestResult {
  const { os } = adapter;
  const { binding, oid, buffer, byteCount } = current.request;
  const start = buffer - VIRTUAL_BASE;
  const bytes = os.memory.bytes.slice(start, start + byteCount);
  current.addressing = bytes;
  if (binding === undefined || adapter.bindings.length === 1) return ask(adapter, current.request);
  const before = binding.addressing.get(oid);
  binding.addressing.set(oid, bytes);
  const combined = combinedAddressing(adapter, oid);
  if (before === undefined) binding.addressing.delete(oid);
  else binding.addressing.set(oid, before);
  current.addressing = combined;
  const copy = os.allocateObject(combined.length, Shadow.PLAIN);
  os.memory.bytes.set(combined, copy - VIRTUAL_BASE);
  current.combined = copy;
  const answer = ask(adapter, { ...current.request, buffer: copy, byteCount: combined.length });
  return answer.status === NDIS_STATUS_SUCCESS ? { ...answer, byteCount } : answer;
}

/** Nobody waits for ever, but for a driver that has said that it may take its time. */
function watch(adapter: Adapter, current: CurrentRequest): void {
  if ((adapter.attributeFlags & NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT) !== 0) return;
  current.timeout = adapter.os.clock.schedule(REQUEST_TIMEOUT_NS, () =>
    requestExpired(adapter, current.request),
  );
}

function requestExpired({ os }: Adapter, given: Pick<OidRequest, 'kind' | 'oid'>): never {
  return os.neverReturns(
    `The request of ${describeOid(given.oid)} was left pending for 12 s.`,
    'oid/never-completed',
    handlerOf(given),
  );
}

function handlerOf({ kind }: Pick<OidRequest, 'kind'>): string {
  return kind === 'query' ? MiniportQueryInformation.name : MiniportSetInformation.name;
}

function ask(adapter: Adapter, given: OidRequest): RequestResult {
  return given.kind === 'query' ? query(adapter, given) : set(adapter, given);
}

function query(adapter: Adapter, { oid, buffer, byteCount }: OidRequest): RequestResult {
  const { Result, BytesWritten, BytesNeeded } = adapter.call(
    MiniportQueryInformation,
    adapter.characteristics.QueryInformationHandler,
    adapter.context,
    oid,
    buffer,
    byteCount,
  );
  return { status: Result, byteCount: BytesWritten, bytesNeeded: BytesNeeded };
}

function set(adapter: Adapter, { oid, buffer, byteCount }: OidRequest): RequestResult {
  const { Result, BytesRead, BytesNeeded } = adapter.call(
    MiniportSetInformation,
    adapter.characteristics.SetInformationHandler,
    adapter.context,
    oid,
    buffer,
    byteCount,
  );
  return { status: Result, byteCount: BytesRead, bytesNeeded: BytesNeeded };
}

/** NdisMQueryInformationComplete and NdisMSetInformationComplete. */
export function requestComplete(adapter: Adapter, status: NdisStatus): void {
  const { os, currentRequest: current } = adapter;
  if (current === undefined || current.status !== undefined) {
    os.report('oid/completed-twice', {
      what: 'The driver completed a request, and none is pending.',
    });
    return;
  }
  if (status === NDIS_STATUS_PENDING)
    os.report('oid/completed-with-pending', {
      what: 'The driver completed a request with NDIS_STATUS_PENDING.',
    });
  current.status = status;
  // From within its handler it is over when that returns, with what it gives.
  if (current.answer?.status === NDIS_STATUS_PENDING) finishLate(adapter, current);
}

function finishLate(adapter: Adapter, current: CurrentRequest): void {
  const { combined, request: given } = current;
  const status = current.status!;
  const names = [given.kind === 'query' ? 'BytesWritten' : 'BytesRead', 'BytesNeeded'];
  const [count, bytesNeeded] = adapter.os.requestOuts.read(adapter.handle, names);
  const isOfAll = combined !== undefined && status === NDIS_STATUS_SUCCESS;
  finish(adapter, current, { status, byteCount: isOfAll ? given.byteCount : count, bytesNeeded });
}

function finish(adapter: Adapter, current: CurrentRequest, result: RequestResult): void {
  const { request: given, addressing } = current;
  drop(adapter, current);
  if (result.status === NDIS_STATUS_SUCCESS && result.byteCount > given.byteCount)
    reportByteCount(adapter, given, result.byteCount);
  if (addressing !== undefined && result.status === NDIS_STATUS_SUCCESS) {
    adapter.addressing.set(given.oid, addressing);
    noteAddressing(adapter, given);
  }
  given.done(result);
  startNext(adapter);
}

function reportByteCount({ os }: Adapter, given: OidRequest, byteCount: number): void {
  const count = given.kind === 'query' ? 'BytesWritten' : 'BytesRead';
  os.report('oid/byte-count-wrong', {
    what: `The driver set ${count} to ${byteCount} for ${describeOid(given.oid)}, with a buffer of ${given.byteCount} bytes.`,
    boundary: handlerOf(given),
  });
}

function drop(adapter: Adapter, { timeout, combined }: CurrentRequest): void {
  const { os } = adapter;
  adapter.currentRequest = undefined;
  if (timeout !== undefined) os.clock.cancel(timeout);
  if (combined !== undefined) os.pool.free(combined);
}

/** What a binding has set is its part of what is combined from now on. */
function noteAddressing({ os }: Adapter, { binding, oid, buffer, byteCount }: OidRequest): void {
  const start = buffer - VIRTUAL_BASE;
  binding?.addressing.set(oid, os.memory.bytes.slice(start, start + byteCount));
}

/** The adapter is halted: nobody will answer any more. */
export function abortRequests(adapter: Adapter): void {
  const { currentRequest: current, requestQueue } = adapter;
  if (current !== undefined) drop(adapter, current);
  const open = [...(current === undefined ? [] : [current.request]), ...requestQueue.splice(0)];
  for (const { done } of open)
    done({ status: NDIS_STATUS_REQUEST_ABORTED, byteCount: 0, bytesNeeded: 0 });
}
