/** What may be set: each request is checked as a whole before anything changes. */
import type { VirtualAddress } from '../../hardware/address';
import {
  NdisDeviceStateD0,
  NdisDeviceStateD3,
  NdisWanHeaderEthernet,
  PPP_FRAMING,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_PNP_SET_POWER,
  OID_WAN_HEADER_FORMAT,
  OID_WAN_PROTOCOL_TYPE,
  OID_WAN_SET_LINK_INFO,
} from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_WAN_SET_LINK_INFO } from '../../ndis/structures/wan';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, FRAME_BYTES_MAX, FRAME_RESERVE_BYTES } from './adapter';
import { turnOn, type Lines } from './lines';

/** By OID, how long what is set must be. A protocol's type is one byte or six. */
const BYTES: ReadonlyMap<number, number> = new Map([
  [OID_PNP_SET_POWER, 4],
  [OID_WAN_HEADER_FORMAT, 4],
  [OID_WAN_PROTOCOL_TYPE, 1],
  [OID_WAN_SET_LINK_INFO, NDIS_WAN_SET_LINK_INFO.bytes],
]);

/** What may be set, for OID_GEN_SUPPORTED_LIST. */
export const SET_OIDS: readonly number[] = [...BYTES.keys()];

export function setInformationWith(lines: Lines): Handler<'MiniportSetInformation'> {
  return (ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) => {
    const byteCount = BYTES.get(Oid);
    if (byteCount === undefined)
      return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesRead: 0, BytesNeeded: 0 };
    if (InformationBufferLength < byteCount)
      return { Result: NDIS_STATUS_INVALID_LENGTH, BytesRead: 0, BytesNeeded: byteCount };
    const adapter = adapterAt(ndis, MiniportAdapterContext);
    const Result = set(ndis, lines, adapter, Oid, InformationBuffer);
    return { Result, BytesRead: byteCount, BytesNeeded: 0 };
  };
}

function set(
  ndis: Ndis,
  { takeDown }: Lines,
  adapter: Adapter,
  oid: number,
  buffer: VirtualAddress,
): NdisStatus {
  switch (oid) {
    case OID_PNP_SET_POWER: {
      const state = ndis.memory.read32(buffer);
      if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3) return NDIS_STATUS_INVALID_DATA;
      if (state !== NdisDeviceStateD0) takeDown(ndis, adapter);
      else if (!adapter.IsOn) turnOn(ndis, adapter);
      return NDIS_STATUS_SUCCESS;
    }
    case OID_WAN_HEADER_FORMAT:
      return ndis.memory.read32(buffer) > NdisWanHeaderEthernet
        ? NDIS_STATUS_INVALID_DATA
        : NDIS_STATUS_SUCCESS;
    case OID_WAN_SET_LINK_INFO:
      return checkLink(ndis, buffer);
    default:
      // Which protocol a frame belongs to, and how it is addressed, is nothing to a cable.
      return NDIS_STATUS_SUCCESS;
  }
}

/** The lines are what they are; NDISWAN may ask for no more. */
function checkLink(ndis: Ndis, buffer: VirtualAddress): NdisStatus {
  const wanted = NDIS_WAN_SET_LINK_INFO.at(ndis.memory, buffer);
  const longest = FRAME_BYTES_MAX + FRAME_RESERVE_BYTES;
  const fits = wanted.MaxSendFrameSize <= longest && wanted.MaxRecvFrameSize <= longest;
  const isPpp = ((wanted.SendFramingBits | wanted.RecvFramingBits) & ~PPP_FRAMING) === 0;
  return fits && isPpp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_DATA;
}
