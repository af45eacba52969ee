/** Receiving: what another adapter sends is copied here, and indicated by this adapter's timer. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { ADDRESS_BYTES, type Adapter, adapterAt, lockOf } from './adapter';
import { append, nextPacket, recalculatePacketCounts, takeAll, takeFirst } from './packet';
import { startTimer } from './timer';

/** MM_PAGE_PRIORITY (DDK wdm.h): how hard the system tries to map a buffer. */
const NormalPagePriority = 16;

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

/** A frame comes to an adapter: it is copied if it is wanted. At DISPATCH_LEVEL, with the list's lock. */
export function arrive(ndis: Ndis, adapter: Adapter, sent: VirtualAddress): void {
  const lock = lockOf(adapter);
  ndis.NdisDprAcquireSpinLock(lock);
  const isOpen = adapter.SendStatus === NDIS_STATUS_SUCCESS;
  if (isOpen && isWanted(ndis, adapter, sent)) take(ndis, adapter, sent);
  ndis.NdisDprReleaseSpinLock(lock);
}

/** Whether the packet filter lets a frame in. A protocol puts the header into the first buffer. */
function isWanted(ndis: Ndis, adapter: Adapter, sent: VirtualAddress): boolean {
  const { FirstBuffer } = ndis.NdisQueryPacket(sent);
  const first = ndis.NdisQueryBufferSafe(FirstBuffer, NormalPagePriority);
  const destination = first.VirtualAddress;
  if (destination === NULL || first.Length < ADDRESS_BYTES) return false;
  const filter = adapter.PacketFilter;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
  const isEqual = (other: VirtualAddress) =>
    ndis.NdisEqualMemory(destination, other, ADDRESS_BYTES) !== 0;
  if ((ndis.memory.read8(destination) & 1) === 0)
    return (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0 && isEqual(adapter.CurrentAddress);
  const isBroadcast =
    ndis.memory.read32(destination) === 0xffff_ffff &&
    ndis.memory.read16(virtual(destination + 4)) === 0xffff;
  if (isBroadcast) return (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return false;
  for (let at = 0; at < adapter.MulticastBytes; at += ADDRESS_BYTES)
    if (isEqual(virtual(adapter.MulticastList + at))) return true;
  return false;
}

/** Copies a frame to a free packet, and sets the timer. Under the adapter's lock. */
function take(ndis: Ndis, adapter: Adapter, sent: VirtualAddress): void {
  const packet = takeFirst(ndis, adapter.Free);
  if (packet === NULL) {
    adapter.RcvNoBuffer++;
    return;
  }
  const { FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(sent);
  const room = ndis.NdisQueryPacket(packet).FirstBuffer;
  const target = ndis.NdisQueryBufferSafe(room, NormalPagePriority).VirtualAddress;
  let byteCount = 0;
  // The chain ends: NdisQueryPacket has walked it.
  for (let buffer = target === NULL ? NULL : FirstBuffer; buffer !== NULL;) {
    const part = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (part.VirtualAddress === NULL) break;
    if (part.Length > 0)
      ndis.NdisMoveMemory(virtual(target + byteCount), part.VirtualAddress, part.Length);
    byteCount += part.Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  if (target === NULL || byteCount !== TotalPacketLength) {
    append(ndis, adapter.Free, packet);
    return;
  }
  ndis.NdisAdjustBufferLength(room, byteCount);
  recalculatePacketCounts(ndis, packet);
  append(ndis, adapter.Arrivals, packet);
  startTimer(ndis, adapter);
}

/** Hands up what has arrived. In the timer's function, without a lock. */
export function indicateArrivals(ndis: Ndis, adapter: Adapter): void {
  const array = ndis.localBytes(4);
  ndis.NdisDprAcquireSpinLock(lockOf(adapter));
  const first = takeAll(adapter.Arrivals);
  for (let packet = first; packet !== NULL; packet = nextPacket(ndis, packet)) {
    adapter.IndicatedCount++;
    adapter.RcvOk++;
  }
  ndis.NdisDprReleaseSpinLock(lockOf(adapter));
  for (let packet = first; packet !== NULL;) {
    // It may come back within the call, and be linked anew.
    const next = nextPacket(ndis, packet);
    ndis.memory.write32(array, packet);
    ndis.NDIS_SET_PACKET_STATUS(packet, NDIS_STATUS_SUCCESS);
    ndis.NdisMIndicateReceivePacket(adapter.MiniportAdapterHandle, array, 1);
    packet = next;
  }
}

/** The protocols are done with a packet. */
export const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = (
  ndis,
  MiniportAdapterContext,
  Packet,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  append(ndis, adapter.Free, Packet);
  adapter.IndicatedCount--;
  ndis.NdisReleaseSpinLock(lockOf(adapter));
};
