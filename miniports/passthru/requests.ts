/**
 * OID requests go down as they come, but for those that are about the virtual miniport itself.
 * ("Handling Query and Set Operations in an Intermediate Driver")
 */
import type { VirtualAddress } from '../../hardware/address';
import {
  NdisDeviceStateD0,
  NdisRequestQueryInformation,
  NdisRequestSetInformation,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_GEN_SUPPORTED_GUIDS,
  OID_PNP_QUERY_POWER,
  OID_PNP_SET_POWER,
  OID_TCP_TASK_OFFLOAD,
} from '../../ndis/oid';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_REQUEST, QUERY_INFORMATION } from '../../ndis/structures/protocol';
import { adapterAt, type Adapter } from './adapter';

export const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  switch (Oid) {
    case OID_PNP_QUERY_POWER:
      return NDIS_STATUS_SUCCESS;
    // What the frames go through may not be the driver's to promise for.
    case OID_TCP_TASK_OFFLOAD:
    case OID_GEN_SUPPORTED_GUIDS:
      return NDIS_STATUS_NOT_SUPPORTED;
  }
  const passed = pass(ndis, adapter, {
    type: NdisRequestQueryInformation,
    Oid,
    InformationBuffer,
    InformationBufferLength,
  });
  return {
    Result: passed.status,
    BytesWritten: passed.byteCount,
    BytesNeeded: passed.bytesNeeded,
  };
};

export const MiniportSetInformation: Handler<'MiniportSetInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (Oid === OID_PNP_SET_POWER) {
    if (InformationBufferLength < 4) return { Result: NDIS_STATUS_INVALID_LENGTH, BytesNeeded: 4 };
    adapter.PowerState = ndis.memory.read32(InformationBuffer);
    return { Result: NDIS_STATUS_SUCCESS, BytesRead: 4 };
  }
  if (Oid === OID_TCP_TASK_OFFLOAD) return NDIS_STATUS_NOT_SUPPORTED;
  const passed = pass(ndis, adapter, {
    type: NdisRequestSetInformation,
    Oid,
    InformationBuffer,
    InformationBufferLength,
  });
  return { Result: passed.status, BytesRead: passed.byteCount, BytesNeeded: passed.bytesNeeded };
};

interface Given {
  readonly type: number;
  readonly Oid: number;
  readonly InformationBuffer: VirtualAddress;
  readonly InformationBufferLength: number;
}

/** Hands a request down. If it is left pending below, it is pending above. */
function pass(ndis: Ndis, adapter: Adapter, given: Given) {
  if (adapter.PowerState !== NdisDeviceStateD0)
    return { status: NDIS_STATUS_FAILURE, byteCount: 0, bytesNeeded: 0 };
  const { Request } = adapter;
  ndis.NdisZeroMemory(Request.address, NDIS_REQUEST.bytes);
  Request.RequestType = given.type;
  // Queries and sets have their parts at the same places.
  const information = QUERY_INFORMATION.at(ndis.memory, Request.DATA);
  information.Oid = given.Oid;
  information.InformationBuffer = given.InformationBuffer;
  information.InformationBufferLength = given.InformationBufferLength;
  const { Status } = ndis.NdisRequest(adapter.BindingHandle, Request.address);
  const { BytesWritten, BytesNeeded } = information;
  return { status: Status, byteCount: BytesWritten, bytesNeeded: BytesNeeded };
}

export const ProtocolRequestComplete: Handler<'ProtocolRequestComplete'> = (
  ndis,
  ProtocolBindingContext,
  NdisRequest,
  Status,
) => {
  const { MiniportHandle } = adapterAt(ndis, ProtocolBindingContext);
  if (MiniportHandle === 0) return;
  const { RequestType } = NDIS_REQUEST.at(ndis.memory, NdisRequest);
  if (RequestType === NdisRequestSetInformation)
    ndis.NdisMSetInformationComplete(MiniportHandle, Status);
  else ndis.NdisMQueryInformationComplete(MiniportHandle, Status);
};
