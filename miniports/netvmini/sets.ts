/** What may be set: each request is checked as a whole before anything changes. */
import type { VirtualAddress } from '../../hardware/address';
import { NdisDeviceStateD0, NdisDeviceStateD3 } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_PNP_SET_POWER,
} from '../../ndis/oid';
import {
  NDIS_STATUS_ADAPTER_NOT_READY,
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import {
  ADDRESS_BYTES,
  type Adapter,
  adapterAt,
  lockOf,
  MULTICAST_LIST_MAX,
  PAYLOAD_BYTES_MAX,
} from './adapter';
import { SUPPORTED_FILTERS } from './receive';
import { resumeTraffic, stopTraffic } from './send';

const ULONG_BYTES = 4;

/** By OID, what is set by a ULONG. */
const ULONG_SETS: ReadonlyMap<number, (ndis: Ndis, adapter: Adapter, value: number) => NdisStatus> =
  new Map([
    [OID_GEN_CURRENT_PACKET_FILTER, setPacketFilter],
    [OID_GEN_CURRENT_LOOKAHEAD, setLookahead],
    [OID_PNP_SET_POWER, setPower],
  ]);

/** What may be set, for OID_GEN_SUPPORTED_LIST. */
export const SET_OIDS: readonly number[] = [...ULONG_SETS.keys(), OID_802_3_MULTICAST_LIST];

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
  const set = ULONG_SETS.get(Oid);
  if (set === undefined) return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesRead: 0, BytesNeeded: 0 };
  if (InformationBufferLength < ULONG_BYTES) return tooShort(ULONG_BYTES);
  const Result = set(ndis, adapter, ndis.memory.read32(InformationBuffer));
  return { Result, BytesRead: ULONG_BYTES, BytesNeeded: 0 };
};

function tooShort(bytesNeeded: number) {
  return { Result: NDIS_STATUS_INVALID_LENGTH, BytesRead: 0, BytesNeeded: bytesNeeded };
}

function setPacketFilter(ndis: Ndis, adapter: Adapter, filter: number): NdisStatus {
  if ((filter & ~SUPPORTED_FILTERS) !== 0) return NDIS_STATUS_NOT_SUPPORTED;
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  adapter.PacketFilter = filter;
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  return NDIS_STATUS_SUCCESS;
}

/** Whole packets are indicated, so that it only needs to be possible. */
function setLookahead(_ndis: Ndis, adapter: Adapter, byteCount: number): NdisStatus {
  if (byteCount > PAYLOAD_BYTES_MAX) return NDIS_STATUS_INVALID_DATA;
  adapter.CurrentLookahead = byteCount;
  return NDIS_STATUS_SUCCESS;
}

/** There is no device to put to sleep; asleep, nothing is sent and nothing arrives. */
function setPower(ndis: Ndis, adapter: Adapter, state: number): NdisStatus {
  if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3) return NDIS_STATUS_INVALID_DATA;
  if (state === NdisDeviceStateD0) resumeTraffic(ndis, adapter);
  else stopTraffic(ndis, adapter, NDIS_STATUS_ADAPTER_NOT_READY);
  return NDIS_STATUS_SUCCESS;
}

function setMulticastList(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress, byteCount: number) {
  const addressCount = Math.ceil(byteCount / ADDRESS_BYTES);
  if (addressCount * ADDRESS_BYTES !== byteCount) return tooShort(addressCount * ADDRESS_BYTES);
  if (addressCount > MULTICAST_LIST_MAX)
    return {
      Result: NDIS_STATUS_MULTICAST_FULL,
      BytesRead: 0,
      BytesNeeded: MULTICAST_LIST_MAX * ADDRESS_BYTES,
    };
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  if (byteCount > 0) ndis.NdisMoveMemory(adapter.MulticastList, buffer, byteCount);
  adapter.MulticastBytes = byteCount;
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  return { Result: NDIS_STATUS_SUCCESS, BytesRead: byteCount, BytesNeeded: 0 };
}
