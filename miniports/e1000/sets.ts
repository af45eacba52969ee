/** What may be set: each request is checked as a whole before anything changes. */
import type { VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { ADDRESS_BYTES, type Adapter, MULTICAST_LIST_MAX, receiveLock } from './adapter';
import { programFilter, SUPPORTED_FILTERS } from './filter';
import { PAYLOAD_BYTES_MAX } from './frame';
import { copyBytes } from './memory';
import { SUPPORTED_WAKE_UPS } from './wake-up';

export interface SetResult {
  readonly status: NdisStatus;
  /** Told if the buffer has the wrong length. */
  readonly bytesNeeded?: number;
}

const SUCCESS: SetResult = { status: NDIS_STATUS_SUCCESS };

/** OID_GEN_CURRENT_PACKET_FILTER: any of SUPPORTED_FILTERS; 0 ends receiving. */
export function setPacketFilter(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): SetResult {
  const filter = ndis.memory.read32(buffer);
  if ((filter & ~SUPPORTED_FILTERS) !== 0) return { status: NDIS_STATUS_NOT_SUPPORTED };
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  adapter.PacketFilter = filter;
  if (adapter.IsReceiving) programFilter(ndis, adapter, filter);
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
  return SUCCESS;
}

/** OID_GEN_CURRENT_LOOKAHEAD. Whole packets are indicated, so that it only needs to be possible. */
export function setLookahead(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): SetResult {
  const lookaheadBytes = ndis.memory.read32(buffer);
  if (lookaheadBytes > PAYLOAD_BYTES_MAX) return { status: NDIS_STATUS_INVALID_DATA };
  adapter.CurrentLookahead = lookaheadBytes;
  return SUCCESS;
}

/** OID_802_3_MULTICAST_LIST: whole addresses, MULTICAST_LIST_MAX of them at most. */
export function setMulticastList(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  byteCount: number,
): SetResult {
  const addressCount = Math.ceil(byteCount / ADDRESS_BYTES);
  if (addressCount * ADDRESS_BYTES !== byteCount)
    return { status: NDIS_STATUS_INVALID_LENGTH, bytesNeeded: addressCount * ADDRESS_BYTES };
  if (addressCount > MULTICAST_LIST_MAX)
    return {
      status: NDIS_STATUS_MULTICAST_FULL,
      bytesNeeded: MULTICAST_LIST_MAX * ADDRESS_BYTES,
    };
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  copyBytes(ndis, adapter.MulticastList, buffer, byteCount);
  adapter.MulticastCount = addressCount;
  if (adapter.IsReceiving) programFilter(ndis, adapter, adapter.PacketFilter);
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
  return SUCCESS;
}

/** OID_PNP_ENABLE_WAKE_UP: in force when the device is next put to sleep. */
export function setWakeUp(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): SetResult {
  const events = ndis.memory.read32(buffer);
  const supported = adapter.CanWake ? SUPPORTED_WAKE_UPS : 0;
  if ((events & ~supported) !== 0) return { status: NDIS_STATUS_NOT_SUPPORTED };
  adapter.WakeUpEnabled = events;
  return SUCCESS;
}
