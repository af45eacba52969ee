/**
 * What ndis.h offers as macros over a packet descriptor and what lies behind it (NDIS_PACKET,
 * NDIS_PACKET_OOB_DATA); and lists of packets.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import {
  NDIS_PACKET,
  NDIS_PACKET_OOB_DATA,
  NDIS_PACKET_PRIVATE,
} from '../../ndis/structures/packet';
import type { NdisStatus } from '../../ndis/types';

const OOB_OFFSET_OFFSET = NDIS_PACKET_PRIVATE.offsets.NdisPacketOobOffset;
const VALID_COUNTS_OFFSET = NDIS_PACKET_PRIVATE.offsets.ValidCounts;
const RESERVED_OFFSET = NDIS_PACKET.offsets.MiniportReserved;
const STATUS_OFFSET = NDIS_PACKET_OOB_DATA.offsets.Status;
const HEADER_SIZE_OFFSET = NDIS_PACKET_OOB_DATA.offsets.HeaderSize;

/** NDIS_OOB_DATA_FROM_PACKET. */
function oobData({ memory }: Ndis, packet: VirtualAddress): number {
  return packet + memory.read16(virtual(packet + OOB_OFFSET_OFFSET));
}

/** NDIS_SET_PACKET_STATUS. */
export function setPacketStatus(ndis: Ndis, packet: VirtualAddress, status: NdisStatus): void {
  ndis.memory.write32(virtual(oobData(ndis, packet) + STATUS_OFFSET), status);
}

/** NDIS_SET_PACKET_HEADER_SIZE. */
export function setPacketHeaderSize(ndis: Ndis, packet: VirtualAddress, byteCount: number): void {
  ndis.memory.write32(virtual(oobData(ndis, packet) + HEADER_SIZE_OFFSET), byteCount);
}

/** NdisRecalculatePacketCounts: the length of a buffer of the packet has changed. */
export function recalculatePacketCounts({ memory }: Ndis, packet: VirtualAddress): void {
  memory.write8(virtual(packet + VALID_COUNTS_OFFSET), 0);
}

/** The pointer that the driver keeps in MiniportReserved, in its first four bytes. */
export function reservedPointer({ memory }: Ndis, packet: VirtualAddress): VirtualAddress {
  return virtual(memory.read32(virtual(packet + RESERVED_OFFSET)));
}

function setReservedPointer({ memory }: Ndis, packet: VirtualAddress, value: VirtualAddress): void {
  memory.write32(virtual(packet + RESERVED_OFFSET), value);
}

/** Packets linked through MiniportReserved, in the order in which they were put there. */
export interface PacketList {
  head: VirtualAddress;
  tail: VirtualAddress;
}

export function createPacketList(): PacketList {
  return { head: NULL, tail: NULL };
}

export function appendPacket(ndis: Ndis, list: PacketList, packet: VirtualAddress): void {
  setReservedPointer(ndis, packet, NULL);
  if (list.head === NULL) list.head = packet;
  else setReservedPointer(ndis, list.tail, packet);
  list.tail = packet;
}
