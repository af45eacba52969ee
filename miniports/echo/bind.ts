/** Adapters come and go: opened, asked for their address and told what to receive; and closed. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NdisMedium802_3,
  NdisRequestQueryInformation,
  NdisRequestSetInformation,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { layout } from '../../ndis/layout';
import { OID_802_3_CURRENT_ADDRESS, OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import { NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS_REQUEST, QUERY_INFORMATION } from '../../ndis/structures/protocol';
import { ULONG, type NdisStatus } from '../../ndis/types';
import { ADAPTER, adapterAt, GLOBALS, TAG, type Adapter } from './adapter';

/** Replies that can be under way at a time; so many again in a pinch. */
const REPLIES = 32;
/** Room in a packet for the address of its reply. */
const RESERVED_BYTES = 4;
const ADDRESS_BYTES = 6;

const WORD = layout('WORD', undefined, { Value: ULONG });

export const ProtocolBindAdapter: Handler<'ProtocolBindAdapter'> = (
  ndis,
  _BindContext,
  DeviceName,
) => {
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, TAG);
  if (Result !== NDIS_STATUS_SUCCESS) return { Status: Result };
  ndis.NdisZeroMemory(VirtualAddress, ADAPTER.bytes);
  const adapter = adapterAt(ndis, VirtualAddress);
  ndis.NdisInitializeEvent(adapter.Event.address);
  const status = bind(ndis, adapter, DeviceName);
  if (status !== NDIS_STATUS_SUCCESS) releaseAdapter(ndis, adapter);
  return { Status: status };
};

function bind(ndis: Ndis, adapter: Adapter, DeviceName: VirtualAddress): NdisStatus {
  let status = createPools(ndis, adapter);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  status = openAdapter(ndis, adapter, DeviceName);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  const { StationAddress } = adapter;
  status = request(ndis, adapter, {
    type: NdisRequestQueryInformation,
    oid: OID_802_3_CURRENT_ADDRESS,
    buffer: StationAddress,
    byteCount: ADDRESS_BYTES,
  });
  if (status !== NDIS_STATUS_SUCCESS) return status;
  const filter = ndis.local(WORD);
  filter.Value = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST;
  return request(ndis, adapter, {
    type: NdisRequestSetInformation,
    oid: OID_GEN_CURRENT_PACKET_FILTER,
    buffer: filter.address,
    byteCount: WORD.bytes,
  });
}

function createPools(ndis: Ndis, adapter: Adapter): NdisStatus {
  const packets = ndis.NdisAllocatePacketPoolEx(REPLIES, REPLIES, RESERVED_BYTES);
  if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
  adapter.PacketPool = packets.PoolHandle;
  // Each reply has a header and a payload.
  const buffers = ndis.NdisAllocateBufferPool(4 * REPLIES);
  if (buffers.Status === NDIS_STATUS_SUCCESS) adapter.BufferPool = buffers.PoolHandle;
  return buffers.Status;
}

function openAdapter(ndis: Ndis, adapter: Adapter, DeviceName: VirtualAddress): NdisStatus {
  const medium = ndis.local(WORD);
  medium.Value = NdisMedium802_3;
  const { Status, NdisBindingHandle } = ndis.NdisOpenAdapter(
    medium.address,
    1,
    ndis.global(GLOBALS).ProtocolHandle,
    adapter.address,
    DeviceName,
    0,
    NULL,
  );
  const status = awaitCompletion(ndis, adapter, Status);
  if (status === NDIS_STATUS_SUCCESS) adapter.BindingHandle = NdisBindingHandle;
  return status;
}

interface Question {
  readonly type: number;
  readonly oid: number;
  readonly buffer: VirtualAddress;
  readonly byteCount: number;
}

/** Asks or tells the adapter, and waits for the answer. */
function request(
  ndis: Ndis,
  adapter: Adapter,
  { type, oid, buffer, byteCount }: Question,
): NdisStatus {
  const { Request } = adapter;
  ndis.NdisZeroMemory(Request.address, NDIS_REQUEST.bytes);
  Request.RequestType = type;
  // Queries and sets have their parts at the same places.
  const information = QUERY_INFORMATION.at(ndis.memory, Request.DATA);
  information.Oid = oid;
  information.InformationBuffer = buffer;
  information.InformationBufferLength = byteCount;
  const { Status } = ndis.NdisRequest(adapter.BindingHandle, Request.address);
  return awaitCompletion(ndis, adapter, Status);
}

/** The status of a call, or of its completion if it is pending. */
function awaitCompletion(ndis: Ndis, adapter: Adapter, status: NdisStatus): NdisStatus {
  if (status !== NDIS_STATUS_PENDING) return status;
  ndis.NdisWaitEvent(adapter.Event.address, 0);
  ndis.NdisResetEvent(adapter.Event.address);
  return adapter.Status;
}

function complete(ndis: Ndis, context: VirtualAddress, status: NdisStatus): void {
  const adapter = adapterAt(ndis, context);
  adapter.Status = status;
  ndis.NdisSetEvent(adapter.Event.address);
}

export const ProtocolOpenAdapterComplete: Handler<'ProtocolOpenAdapterComplete'> = (
  ndis,
  ProtocolBindingContext,
  Status,
) => complete(ndis, ProtocolBindingContext, Status);

export const ProtocolCloseAdapterComplete: Handler<'ProtocolCloseAdapterComplete'> = (
  ndis,
  ProtocolBindingContext,
  Status,
) => complete(ndis, ProtocolBindingContext, Status);

export const ProtocolRequestComplete: Handler<'ProtocolRequestComplete'> = (
  ndis,
  ProtocolBindingContext,
  _NdisRequest,
  Status,
) => complete(ndis, ProtocolBindingContext, Status);

/** The driver resets nothing. */
export const ProtocolResetComplete: Handler<'ProtocolResetComplete'> = () => undefined;

export const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (
  ndis,
  ProtocolBindingContext,
) => {
  releaseAdapter(ndis, adapterAt(ndis, ProtocolBindingContext));
  return { Status: NDIS_STATUS_SUCCESS };
};

/** Gives back whatever an adapter has; when it is closed, no reply is under way any more. */
function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  if (adapter.BindingHandle !== 0) {
    const { Status } = ndis.NdisCloseAdapter(adapter.BindingHandle);
    awaitCompletion(ndis, adapter, Status);
  }
  if (adapter.BufferPool !== 0) ndis.NdisFreeBufferPool(adapter.BufferPool);
  if (adapter.PacketPool !== 0) ndis.NdisFreePacketPool(adapter.PacketPool);
  ndis.NdisFreeMemory(virtual(adapter.address), ADAPTER.bytes, 0);
}
