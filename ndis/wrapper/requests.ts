/** OID requests: NDIS asks or tells the miniport, one request at a time. */
import { VIRTUAL_BASE, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { MiniportQueryInformation, MiniportSetInformation } from '../handlers';
import { hex } from '../finding';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
} from '../oid';
import { DISPATCH_LEVEL } from '../row';
import { NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS } from '../status';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';

/** How long a request may stay pending (NDISTest and Driver Verifier: 12 s). */
const REQUEST_TIMEOUT_NS = 12e9;

/** What a NIC may forget in a reset. */
const ADDRESSING = [
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_802_3_MULTICAST_LIST,
];

export interface RequestResult {
  readonly status: NdisStatus;
  /** BytesWritten of a query, BytesRead of a set. */
  readonly byteCount: number;
  readonly bytesNeeded: number;
}

/** Asks or tells the miniport, and waits for the answer if it leaves the request pending. */
export function request(
  adapter: Adapter,
  kind: 'query' | 'set',
  oid: number,
  buffer: VirtualAddress,
  byteCount: number,
): RequestResult {
  const start = buffer - VIRTUAL_BASE;
  const isKept = kind === 'set' && ADDRESSING.includes(oid);
  const bytes = isKept ? adapter.os.memory.bytes.slice(start, start + byteCount) : undefined;
  const result = submit(adapter, kind, oid, buffer, byteCount);
  if (bytes !== undefined && result.status === NDIS_STATUS_SUCCESS)
    adapter.addressing.set(oid, bytes);
  return result;
}

/**
 * Sets packet filter, lookahead and multicast list as they were, after a reset that has lost them.
 * (NDIS 5: MiniportReset, AddressingReset.)
 */
export function restoreAddressing(adapter: Adapter): void {
  const { os } = adapter;
  for (const [oid, bytes] of [...adapter.addressing]) {
    if (adapter.state !== 'running') return;
    const buffer = os.allocateObject(bytes.length, Shadow.PLAIN);
    os.memory.bytes.set(bytes, buffer - VIRTUAL_BASE);
    request(adapter, 'set', oid, buffer, bytes.length);
    os.pool.free(buffer);
  }
}

function submit(
  adapter: Adapter,
  kind: 'query' | 'set',
  oid: number,
  buffer: VirtualAddress,
  byteCount: number,
): RequestResult {
  const { os } = adapter;
  const irql = os.irql;
  os.irql = DISPATCH_LEVEL;
  adapter.isRequestPending = true;
  adapter.requestStatus = undefined;
  const answer =
    kind === 'query'
      ? query(adapter, oid, buffer, byteCount)
      : set(adapter, oid, buffer, byteCount);
  os.irql = irql;
  os.scheduler.poll();
  const handler = kind === 'query' ? MiniportQueryInformation.name : MiniportSetInformation.name;
  if (answer.status !== NDIS_STATUS_PENDING) {
    if (!adapter.isRequestPending)
      os.report('oid/completed-twice', {
        what: `${handler} returned ${hex(answer.status)} for a request that it had completed.`,
        boundary: handler,
      });
    adapter.isRequestPending = false;
    return answer;
  }
  const isOver = () => !adapter.isRequestPending;
  if (!os.scheduler.wait(REQUEST_TIMEOUT_NS, isOver))
    os.neverReturns(
      `The request of OID 0x${oid.toString(16)} was left pending for 12 s.`,
      'oid/never-completed',
      handler,
    );
  return { ...answer, status: adapter.requestStatus! };
}

function query(adapter: Adapter, oid: number, buffer: VirtualAddress, byteCount: number) {
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

function set(adapter: Adapter, oid: number, buffer: VirtualAddress, byteCount: number) {
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
  const { os } = adapter;
  if (!adapter.isRequestPending) {
    os.report('oid/completed-twice', {
      what: 'The driver completed a request, and none is pending.',
    });
    return;
  }
  if (status === NDIS_STATUS_PENDING)
    os.report('oid/completed-with-pending', {
      what: 'The driver completed a request with NDIS_STATUS_PENDING.',
    });
  adapter.requestStatus = status;
  adapter.isRequestPending = false;
}
