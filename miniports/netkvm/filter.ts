/**
 * Which frames are indicated. The device filters too, if it can (control.ts), but may let more in: a
 * legacy device need not filter at all, and frames may have come before the filter changed.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { ADDRESS_BYTES } from './frame';

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;
const ALL_ONES = 0xffff_ffff;

/** Whether the packet filter lets a frame in, by its destination address. */
export function isWanted(ndis: Ndis, adapter: Adapter, destination: VirtualAddress): boolean {
  const { memory } = ndis;
  const filter = adapter.PacketFilter;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
  const low = memory.read32(destination);
  const high = memory.read16(virtual(destination + 4));
  const isAt = (address: number): boolean =>
    memory.read32(virtual(address)) === low && memory.read16(virtual(address + 4)) === high;
  if ((low & 1) === 0)
    return (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0 && isAt(adapter.CurrentAddress);
  if (low === ALL_ONES && high === 0xffff) return (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return false;
  const { MulticastList, MulticastCount } = adapter;
  for (let index = 0; index < MulticastCount; index++)
    if (isAt(MulticastList + index * ADDRESS_BYTES)) return true;
  return false;
}
