/** Sending: packets go down to the miniport, and are the protocol's again when it completes them. */
import { NULL, VIRTUAL_BASE, physical, virtual, type VirtualAddress } from '../../hardware/address';
import type { MemoryAccess } from '../../hardware/memory';
import { MiniportCancelSendPackets, MiniportSend, MiniportSendPackets } from '../handlers';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import { NDIS_STATUS_PENDING, NDIS_STATUS_RESOURCES } from '../status';
import {
  MDL,
  NDIS_PACKET,
  NDIS_PACKET_EXTENSION,
  NDIS_PACKET_OOB_DATA,
  SCATTER_GATHER_ELEMENT,
  SCATTER_GATHER_LIST,
  ScatterGatherListPacketInfo,
} from '../structures';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';

/** Buffers that one packet may chain: far more than any protocol uses, so that a loop ends. */
const BUFFERS_MAX = 256;

/** Gives packets to the miniport, in order. */
export function sendPackets(adapter: Adapter, packets: readonly VirtualAddress[]): void {
  const { os, characteristics } = adapter;
  for (const packet of packets) {
    const scatterGatherList =
      adapter.maximumPhysicalMapping > 0 ? mapPacket(adapter, packet) : NULL;
    adapter.pendingSends.set(packet | 0, { packet, scatterGatherList });
    adapter.completedSends.delete(packet | 0);
  }
  const irql = os.irql;
  if (!adapter.isDeserialized) os.irql = DISPATCH_LEVEL;
  if (characteristics.SendPacketsHandler !== 0) sendArray(adapter, packets);
  else for (const packet of packets) sendOne(adapter, packet);
  os.irql = irql;
  os.scheduler.poll();
}

function sendArray(adapter: Adapter, packets: readonly VirtualAddress[]): void {
  const { os } = adapter;
  const array = os.allocateObject(4 * packets.length, 0xff);
  packets.forEach((packet, index) => os.raw.write32(virtual(array + 4 * index), packet));
  adapter.call(
    MiniportSendPackets,
    adapter.characteristics.SendPacketsHandler,
    adapter.context,
    array,
    packets.length,
  );
  os.pool.free(array);
  if (adapter.isDeserialized) return;
  // A serialized driver says by the packet's status what became of it.
  for (const packet of packets) {
    if (!adapter.pendingSends.has(packet | 0)) continue;
    const status = oobOf(adapter, packet).Status;
    if (status !== NDIS_STATUS_PENDING) finishSend(adapter, packet, status);
  }
}

function sendOne(adapter: Adapter, packet: VirtualAddress): void {
  const { os, characteristics } = adapter;
  const flags = NDIS_PACKET.at(os.raw, packet).Private.Flags;
  const status = adapter.call(
    MiniportSend,
    characteristics.SendHandler,
    adapter.context,
    packet,
    flags,
  );
  if (status === NDIS_STATUS_PENDING) return;
  if (status === NDIS_STATUS_RESOURCES && adapter.isDeserialized)
    os.report('packet/resources-from-deserialized-send', {
      what: 'MiniportSend of a deserialized driver returned NDIS_STATUS_RESOURCES.',
      boundary: 'MiniportSend',
    });
  if (adapter.pendingSends.has(packet | 0)) finishSend(adapter, packet, status);
  else
    os.report('packet/completed-twice', {
      what: `MiniportSend returned ${hex(status)} for the packet at ${hex(packet)}, which it had completed by NdisMSendComplete.`,
      boundary: 'MiniportSend',
    });
}

/** NdisMSendComplete. */
export function sendComplete(adapter: Adapter, packet: VirtualAddress, status: NdisStatus): void {
  const { os } = adapter;
  if (!adapter.pendingSends.has(packet | 0)) {
    if (adapter.completedSends.has(packet | 0))
      os.report('packet/completed-twice', {
        what: `NdisMSendComplete was given the packet at ${hex(packet)}, which was completed before.`,
      });
    else
      os.report('packet/foreign-packet-completed', {
        what: `NdisMSendComplete was given ${hex(packet)}, which is no packet that the driver has to send.`,
      });
    return;
  }
  finishSend(adapter, packet, status);
}

function finishSend(adapter: Adapter, packet: VirtualAddress, status: NdisStatus): void {
  const pending = adapter.pendingSends.get(packet | 0)!;
  adapter.pendingSends.delete(packet | 0);
  adapter.completedSends.add(packet | 0);
  if (pending.scatterGatherList !== NULL) adapter.os.pool.free(pending.scatterGatherList);
  adapter.edge.sendComplete(packet, status);
}

/** NdisMSendResourcesAvailable: a serialized driver can take packets again. */
export function sendResourcesAvailable(_adapter: Adapter): void {
  // Packets that were refused for want of resources went back to their protocol.
}

/** Asks the miniport to give back queued packets with this cancellation ID. */
export function cancelSendPackets(adapter: Adapter, cancelId: number): void {
  const { CancelSendPacketsHandler } = adapter.characteristics;
  if (CancelSendPacketsHandler === 0) return;
  adapter.call(
    MiniportCancelSendPackets,
    CancelSendPacketsHandler,
    adapter.context,
    virtual(cancelId),
  );
}

/** The out-of-band data of a packet. A driver says where they are: the accesses are checked. */
export function oobOf(adapter: Adapter, packet: VirtualAddress) {
  const { memory } = adapter.os;
  const offset = NDIS_PACKET.at(memory, packet).Private.NdisPacketOobOffset;
  return NDIS_PACKET_OOB_DATA.at(memory, virtual(packet + offset));
}

/**
 * Builds the scatter-gather list of a packet, one element a buffer, and hangs it on the packet.
 * (NdisMInitializeScatterGatherDma; ScatterGatherListPacketInfo.)
 */
function mapPacket(adapter: Adapter, packet: VirtualAddress): VirtualAddress {
  const { os } = adapter;
  const { raw } = os;
  let count = 0;
  for (let mdl = firstBuffer(raw, packet); mdl !== NULL; mdl = nextBuffer(raw, mdl))
    if (++count === BUFFERS_MAX) break;
  const headBytes = SCATTER_GATHER_LIST.offsets.Elements;
  const list = os.allocateObject(headBytes + count * SCATTER_GATHER_ELEMENT.bytes, 0xff);
  let mdl = firstBuffer(raw, packet);
  let at = list + headBytes;
  for (let index = 0; index < count; index++, mdl = nextBuffer(raw, mdl)) {
    const { MappedSystemVa, ByteCount } = MDL.at(raw, mdl);
    if (ByteCount === 0) continue;
    // Memory of the kernel is contiguous here, so that a buffer is one element.
    const element = SCATTER_GATHER_ELEMENT.at(raw, virtual(at));
    element.Address = physical(MappedSystemVa - VIRTUAL_BASE);
    element.Length = ByteCount;
    element.Reserved = 0;
    at += SCATTER_GATHER_ELEMENT.bytes;
  }
  SCATTER_GATHER_LIST.at(raw, list).NumberOfElements =
    (at - list - headBytes) / SCATTER_GATHER_ELEMENT.bytes;
  const { NdisPacketOobOffset } = NDIS_PACKET.at(raw, packet).Private;
  const extension = packet + NdisPacketOobOffset + NDIS_PACKET_OOB_DATA.bytes;
  const slot = NDIS_PACKET_EXTENSION.offsets.NdisPacketInfo + 4 * ScatterGatherListPacketInfo;
  raw.write32(virtual(extension + slot), list);
  return list;
}

function firstBuffer(raw: MemoryAccess, packet: VirtualAddress): VirtualAddress {
  return NDIS_PACKET.at(raw, packet).Private.Head;
}

function nextBuffer(raw: MemoryAccess, mdl: VirtualAddress): VirtualAddress {
  return MDL.at(raw, mdl).Next;
}
