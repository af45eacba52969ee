/** MiniportSetInformation: each request is checked as a whole before anything changes. */
import type { VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
} from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, LOOKAHEAD_BYTES_MAX, MULTICAST_LIST_MAX } from './adapter';
import { synchronize, writeMulticastFilter, writePort } from './card';
import { hashMulticastList, receiveConfiguration, SUPPORTED_FILTERS } from './filter';
import { ADDRESS_BYTES } from './frame';
import { Port } from './registers';
import { collectTallies } from './statistics';

export const MiniportSetInformation: Handler<'MiniportSetInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  switch (Oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
    case OID_GEN_CURRENT_LOOKAHEAD: {
      if (InformationBufferLength < 4) return wrongLength(NDIS_STATUS_INVALID_LENGTH, 4);
      const value = ndis.memory.read32(InformationBuffer);
      return Oid === OID_GEN_CURRENT_LOOKAHEAD
        ? result(setLookahead(adapter, value), 4)
        : result(setPacketFilter(ndis, adapter, value), 4);
    }
    case OID_802_3_MULTICAST_LIST:
      return setMulticastList(ndis, adapter, InformationBuffer, InformationBufferLength);
    default:
      return result(NDIS_STATUS_NOT_SUPPORTED, 0);
  }
};

function result(status: NdisStatus, byteCount: number) {
  const isSet = status === NDIS_STATUS_SUCCESS;
  return { Result: status, BytesRead: isSet ? byteCount : 0, BytesNeeded: 0 };
}

function wrongLength(status: NdisStatus, bytesNeeded: number) {
  return { Result: status, BytesRead: 0, BytesNeeded: bytesNeeded };
}

/** Any of SUPPORTED_FILTERS; 0 ends receiving. */
function setPacketFilter(ndis: Ndis, adapter: Adapter, filter: number): NdisStatus {
  if ((filter & ~SUPPORTED_FILTERS) !== 0) return NDIS_STATUS_NOT_SUPPORTED;
  // What was missed until now was missed under the old filter.
  collectTallies(ndis, adapter);
  adapter.PacketFilter = filter;
  programFilter(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}

/** How much of a frame's data is shown in an indication. */
function setLookahead(adapter: Adapter, byteCount: number): NdisStatus {
  if (byteCount > LOOKAHEAD_BYTES_MAX) return NDIS_STATUS_INVALID_DATA;
  adapter.CurrentLookahead = byteCount;
  return NDIS_STATUS_SUCCESS;
}

/** Whole addresses, MULTICAST_LIST_MAX of them at most. */
function setMulticastList(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress, byteCount: number) {
  const addressCount = Math.ceil(byteCount / ADDRESS_BYTES);
  if (addressCount * ADDRESS_BYTES !== byteCount)
    return wrongLength(NDIS_STATUS_INVALID_LENGTH, addressCount * ADDRESS_BYTES);
  if (addressCount > MULTICAST_LIST_MAX)
    return wrongLength(NDIS_STATUS_MULTICAST_FULL, MULTICAST_LIST_MAX * ADDRESS_BYTES);
  ndis.NdisMoveMemory(adapter.MulticastList, buffer, byteCount);
  adapter.MulticastCount = addressCount;
  programFilter(ndis, adapter);
  return result(NDIS_STATUS_SUCCESS, byteCount);
}

/** Makes the card filter as PacketFilter and MulticastList say. A dead one is set up by a reset. */
function programFilter(ndis: Ndis, adapter: Adapter): void {
  hashMulticastList(ndis, adapter);
  if (!adapter.IsRunning) return;
  synchronize(ndis, adapter, writeMulticastFilter);
  writePort(ndis, adapter, Port.RCR, receiveConfiguration(adapter.PacketFilter));
}
