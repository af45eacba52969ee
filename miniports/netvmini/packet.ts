/** Lists of packets, and what ndis.h offers as macros over a packet descriptor. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_PACKET, NDIS_PACKET_PRIVATE } from '../../ndis/structures/packet';

/** The first and the last packet; there are none if the first is NULL. */
export interface PacketList {
  Head: VirtualAddress;
  Tail: VirtualAddress;
}

/** NdisRecalculatePacketCounts: the length of a buffer of the packet has changed. */
export function recalculatePacketCounts(ndis: Ndis, packet: VirtualAddress): void {
  ndis.memory.write8(virtual(packet + NDIS_PACKET_PRIVATE.offsets.ValidCounts), 0);
}

export function nextPacket(ndis: Ndis, packet: VirtualAddress): VirtualAddress {
  return virtual(ndis.memory.read32(link(packet)));
}

function link(packet: VirtualAddress): VirtualAddress {
  return virtual(packet + NDIS_PACKET.offsets.MiniportReserved);
}

/** Puts a packet at the end of a list. */
export function append(ndis: Ndis, list: PacketList, packet: VirtualAddress): void {
  ndis.memory.write32(link(packet), NULL);
  if (list.Head === NULL) list.Head = packet;
  else ndis.memory.write32(link(list.Tail), packet);
  list.Tail = packet;
}

/** Takes the first packet of a list; NULL if it has none. */
export function takeFirst(ndis: Ndis, list: PacketList): VirtualAddress {
  const packet = list.Head;
  if (packet !== NULL) list.Head = nextPacket(ndis, packet);
  return packet;
}

/** Takes all packets of a list: the first of a chain, which {@link nextPacket} follows. */
export function takeAll(list: PacketList): VirtualAddress {
  const first = list.Head;
  list.Head = NULL;
  return first;
}
