/**
 * Which frames come in: the packet filter and the multicast list, as the device filters them and as
 * the driver does behind it. RTL8139C(L) data sheet 6.8, and chapter 6 on MAR.
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
import { writeUlong } from './ports';
import { ALL_ONES, RCR, Register } from './registers';

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

/** The generator of the CRC-32 of IEEE 802.3 3.2.9. */
const CRC_GENERATOR = 0x04c1_1db7;
/** The CRC's six upper bits choose one of MAR's 64. */
const HASH_SHIFT = 26;

/** Makes the device filter as PacketFilter and MulticastList say. It must be running. */
export function programFilter(ndis: Ndis, adapter: Adapter): void {
  const filter = adapter.PacketFilter;
  const { low, high } = multicastTable(ndis, adapter, filter);
  writeUlong(ndis, adapter, Register.MAR0, low);
  writeUlong(ndis, adapter, Register.MAR4, high);
  let rcr = RCR.RXFTH_WHOLE | RCR.RBLEN_32K | RCR.MXDMA_UNLIMITED;
  if ((filter & NDIS_PACKET_TYPE_DIRECTED) !== 0) rcr |= RCR.APM;
  if ((filter & NDIS_PACKET_TYPE_BROADCAST) !== 0) rcr |= RCR.AB;
  if (low !== 0 || high !== 0) rcr |= RCR.AM;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) rcr |= RCR.AAP | RCR.APM | RCR.AB;
  writeUlong(ndis, adapter, Register.RCR, rcr);
}

/** The two halves of MAR. */
function multicastTable(ndis: Ndis, adapter: Adapter, filter: number) {
  if ((filter & (NDIS_PACKET_TYPE_ALL_MULTICAST | NDIS_PACKET_TYPE_PROMISCUOUS)) !== 0)
    return { low: ALL_ONES, high: ALL_ONES };
  let low = 0;
  let high = 0;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return { low, high };
  const { MulticastList, MulticastCount } = adapter;
  for (let index = 0; index < MulticastCount; index++) {
    const hash = hashOf(ndis, MulticastList + index * ADDRESS_BYTES);
    if (hash < 32) low |= 1 << hash;
    else high |= 1 << (hash - 32);
  }
  return { low, high };
}

/** The bit of MAR for a multicast address: its bytes enter the CRC with their low bit first. */
function hashOf({ memory }: Ndis, address: number): number {
  let crc = ALL_ONES;
  for (let index = 0; index < ADDRESS_BYTES; index++) {
    const byte = memory.read8(virtual(address + index));
    for (let bit = 0; bit < 8; bit++) {
      const carry = (crc >>> 31) ^ ((byte >>> bit) & 1);
      crc = carry === 0 ? crc << 1 : (crc << 1) ^ CRC_GENERATOR;
    }
  }
  return crc >>> HASH_SHIFT;
}

/**
 * Whether the packet filter lets a frame in, by its destination address. The device's own filter
 * lets more in: it hashes multicast addresses, and frames may have come before the filter changed.
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
