/** What may be set: each request is checked as a whole before anything changes. */
import type { VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_PNP_SET_POWER,
} from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, MULTICAST_LIST_MAX } from './adapter';
import { programFilter } from './control';
import { SUPPORTED_FILTERS } from './filter';
import { ADDRESS_BYTES, PAYLOAD_BYTES_MAX } from './frame';
import { setPower } from './power';

const ULONG_BYTES = 4;

export const MiniportSetInformation: Handler<'MiniportSetInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (Oid === OID_802_3_MULTICAST_LIST)
    return setMulticastList(ndis, adapter, InformationBuffer, InformationBufferLength);
  const set = ulongSetter(Oid);
  if (set === undefined) return refuse(NDIS_STATUS_NOT_SUPPORTED);
  if (InformationBufferLength < ULONG_BYTES) return refuse(NDIS_STATUS_INVALID_LENGTH, ULONG_BYTES);
  const Result = set(ndis, adapter, ndis.memory.read32(InformationBuffer));
  return { Result, BytesRead: Result === NDIS_STATUS_SUCCESS ? ULONG_BYTES : 0, BytesNeeded: 0 };
};

function refuse(Result: NdisStatus, BytesNeeded = 0) {
  return { Result, BytesRead: 0, BytesNeeded };
}

/** What sets one ULONG; undefined if there is no such thing to set. */
function ulongSetter(Oid: number) {
  switch (Oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
      return setPacketFilter;
    case OID_GEN_CURRENT_LOOKAHEAD:
      return setLookahead;
    case OID_PNP_SET_POWER:
      return setPower;
    default:
      return undefined;
  }
}

/** Any of SUPPORTED_FILTERS; with 0, nothing is received. */
function setPacketFilter(ndis: Ndis, adapter: Adapter, filter: number): NdisStatus {
  if ((filter & ~SUPPORTED_FILTERS) !== 0) return NDIS_STATUS_NOT_SUPPORTED;
  adapter.PacketFilter = filter;
  if (adapter.IsRunning) programFilter(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}

/** Whole frames are indicated, so that the lookahead only needs to be possible. */
function setLookahead(_ndis: Ndis, adapter: Adapter, lookaheadBytes: number): NdisStatus {
  if (lookaheadBytes > PAYLOAD_BYTES_MAX) return NDIS_STATUS_INVALID_DATA;
  adapter.CurrentLookahead = lookaheadBytes;
  return NDIS_STATUS_SUCCESS;
}

/** Whole addresses, MULTICAST_LIST_MAX of them at most. */
function setMulticastList(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress, byteCount: number) {
  const addressCount = Math.ceil(byteCount / ADDRESS_BYTES);
  if (addressCount * ADDRESS_BYTES !== byteCount)
    return refuse(NDIS_STATUS_INVALID_LENGTH, addressCount * ADDRESS_BYTES);
  if (addressCount > MULTICAST_LIST_MAX)
    return refuse(NDIS_STATUS_MULTICAST_FULL, MULTICAST_LIST_MAX * ADDRESS_BYTES);
  if (byteCount > 0) ndis.NdisMoveMemory(adapter.MulticastList, buffer, byteCount);
  adapter.MulticastCount = addressCount;
  if (adapter.IsRunning) programFilter(ndis, adapter);
  return { Result: NDIS_STATUS_SUCCESS, BytesRead: byteCount, BytesNeeded: 0 };
}
