/**
 * Which frames come in: the packet filter and the multicast list, as the device filters them and as
 * the driver does behind it. HRM, "Setup Frame"; CSR6.
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
import { modeOf } from './chip';
import { ADDRESS_BYTES } from './frame';
import { DESCRIPTOR_COUNT, handOverSetup, setupFrame } from './lists';
import { writeCsr } from './ports';
import { ALL_ONES, CSR6, Register, Tdes1 } from './registers';

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

/** Each address takes three longwords of a setup frame, two bytes in the low half of each. */
const ENTRY_BYTES = 12;
const ENTRY_COUNT = 16;

/**
 * Makes the device filter as PacketFilter and MulticastList say. It must be running, or about to. A
 * setup frame takes its turn among the packets; while one is on its way, the next waits for it.
 */
export function programFilter(ndis: Ndis, adapter: Adapter): void {
  adapter.IsFilterStale = adapter.HasSetup;
  if (adapter.HasSetup) return;
  fillSetupFrame(ndis, adapter);
  adapter.HasSetup = true;
  handOverSetup(ndis, adapter, adapter.TxNext, Tdes1.SET | Tdes1.IC);
  adapter.TxNext = (adapter.TxNext + 1) % DESCRIPTOR_COUNT;
  adapter.TxUsed++;
  writeCsr(ndis, adapter, Register.CSR1, ALL_ONES);
  const filter = adapter.PacketFilter;
  let mode = modeOf(adapter) | CSR6.ST;
  if (filter !== 0) mode |= CSR6.SR;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) mode |= CSR6.PR;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) mode |= CSR6.PM;
  writeCsr(ndis, adapter, Register.CSR6, mode);
}

/** Perfect filtering: the station, broadcast if wanted, the multicast list, and the station again. */
function fillSetupFrame(ndis: Ndis, adapter: Adapter): void {
  const { CurrentAddress, MulticastList, MulticastCount, PacketFilter } = adapter;
  const hasList = (PacketFilter & NDIS_PACKET_TYPE_MULTICAST) !== 0;
  const listCount = hasList ? MulticastCount : 0;
  for (let entry = 0; entry < ENTRY_COUNT; entry++) {
    const at = setupFrame(adapter) + ENTRY_BYTES * entry;
    const isListed = entry < listCount;
    const isBroadcast = entry === listCount && (PacketFilter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
    const from = isListed ? MulticastList + ADDRESS_BYTES * entry : CurrentAddress;
    for (let word = 0; word < ADDRESS_BYTES / 2; word++) {
      const value = isBroadcast ? 0xffff : ndis.memory.read16(virtual(from + 2 * word));
      ndis.memory.write32(virtual(at + 4 * word), value);
    }
  }
}

/**
 * Whether the packet filter lets a frame in, by its destination address. The device's own filter
 * may let more in: frames may have come before the filter changed.
 */
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
