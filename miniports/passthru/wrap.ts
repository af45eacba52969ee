/**
 * A packet of the driver's own around one that it may not pass on as it is: the same buffers and the
 * same out-of-band data, with the address of the original in the part that is the driver's.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS_PACKET, NDIS_PACKET_OOB_DATA } from '../../ndis/structures/packet';
import type { NdisHandle, NdisStatus } from '../../ndis/types';

/** Wraps a packet; NULL and why, if there is no descriptor left. */
export function wrap(
  ndis: Ndis,
  pool: NdisHandle,
  original: VirtualAddress,
): { readonly packet: VirtualAddress; readonly status: NdisStatus } {
  const { Status, Packet } = ndis.NdisAllocatePacket(pool);
  if (Status !== NDIS_STATUS_SUCCESS) return { packet: NULL, status: Status };
  const from = NDIS_PACKET.at(ndis.memory, original);
  const to = NDIS_PACKET.at(ndis.memory, Packet);
  to.Private.Head = from.Private.Head;
  to.Private.Tail = from.Private.Tail;
  to.Private.TotalLength = from.Private.TotalLength;
  to.Private.PhysicalCount = from.Private.PhysicalCount;
  to.Private.Count = from.Private.Count;
  to.Private.ValidCounts = from.Private.ValidCounts;
  ndis.memory.write32(to.ProtocolReserved, original);
  ndis.NdisMoveMemory(
    ndis.NDIS_OOB_DATA_FROM_PACKET(Packet),
    ndis.NDIS_OOB_DATA_FROM_PACKET(original),
    NDIS_PACKET_OOB_DATA.bytes,
  );
  return { packet: Packet, status: Status };
}

/** The packet that one of the driver's own is around. */
export function originalOf(ndis: Ndis, wrapped: VirtualAddress): VirtualAddress {
  return virtual(ndis.memory.read32(NDIS_PACKET.at(ndis.memory, wrapped).ProtocolReserved));
}

/** Gives a packet of the driver's own back to its pool; the buffers are the original's. */
export function unwrap(ndis: Ndis, wrapped: VirtualAddress): void {
  const { Private } = NDIS_PACKET.at(ndis.memory, wrapped);
  Private.Head = NULL;
  Private.Tail = NULL;
  ndis.NdisFreePacket(wrapped);
}
