/**
 * Which frames come in: the packet filter and the multicast list, as the card filters them and as
 * the driver does behind it. DP8390D 10.3 (RCR), 10.5 (PAR, MAR).
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
import { RCR } from './registers';

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

const GROUPS =
  NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST | NDIS_PACKET_TYPE_PROMISCUOUS;
const ALL_GROUPS = NDIS_PACKET_TYPE_ALL_MULTICAST | NDIS_PACKET_TYPE_PROMISCUOUS;

/** The generator of the FCS (IEEE 802.3 3.2.8). */
const GENERATOR = 0x04c1_1db7;
const MAR_BYTES = 8;

/** RCR for a packet filter. Only in monitor mode does the card take nothing at all. */
export function receiveConfiguration(filter: number): number {
  if (filter === 0) return RCR.MON;
  const isPromiscuous = (filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0;
  let rcr = 0;
  if (isPromiscuous) rcr |= RCR.PRO;
  if (isPromiscuous || (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0) rcr |= RCR.AB;
  if ((filter & GROUPS) !== 0) rcr |= RCR.AM;
  return rcr;
}

/** Fills MulticastFilter from the packet filter and the multicast list. */
export function hashMulticastList(ndis: Ndis, adapter: Adapter): void {
  const { PacketFilter, MulticastCount, MulticastList, MulticastFilter } = adapter;
  const takesAll = (PacketFilter & ALL_GROUPS) !== 0;
  ndis.NdisFillMemory(MulticastFilter, MAR_BYTES, takesAll ? 0xff : 0);
  if (takesAll) return;
  for (let index = 0; index < MulticastCount; index++) {
    const bit = multicastBit(ndis, MulticastList + index * ADDRESS_BYTES);
    const at = virtual(MulticastFilter + (bit >>> 3));
    ndis.memory.write8(at, ndis.memory.read8(at) | (1 << (bit & 7)));
  }
}

/** The bit of MAR that an address has: the upper six of the CRC over it (DP8390D 10.5). */
function multicastBit({ memory }: Ndis, address: number): number {
  let crc = 0xffff_ffff;
  for (let index = 0; index < ADDRESS_BYTES; index++) {
    const byte = memory.read8(virtual(address + index));
    for (let bit = 0; bit < 8; bit++) {
      const carry = (crc >>> 31) ^ ((byte >>> bit) & 1);
      crc = (crc << 1) ^ (carry !== 0 ? GENERATOR : 0);
    }
  }
  return crc >>> 26;
}

/**
 * Whether the packet filter lets a frame in, by its destination address. The card lets more in: its
 * own address always, a group by its hash, and what came before the filter was changed.
 */
export function isWanted(ndis: Ndis, adapter: Adapter, destination: VirtualAddress): boolean {
  const { memory } = ndis;
  const filter = adapter.PacketFilter;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
  const low = memory.read32(destination);
  const high = memory.read16(virtual(destination + 4));
  const isGroup = (low & 1) !== 0;
  if (!isGroup)
    return (
      (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0 &&
      isSame(ndis, destination, adapter.CurrentAddress)
    );
  if (low === 0xffff_ffff && high === 0xffff) return (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return false;
  const { MulticastList, MulticastCount } = adapter;
  for (let index = 0; index < MulticastCount; index++)
    if (isSame(ndis, destination, MulticastList + index * ADDRESS_BYTES)) return true;
  return false;
}

function isSame(ndis: Ndis, address: VirtualAddress, other: number): boolean {
  return ndis.NdisEqualMemory(address, virtual(other), ADDRESS_BYTES) !== 0;
}
