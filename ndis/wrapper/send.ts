/** Sending: packets go down to the miniport, and are the protocol's again when it completes them. */
import { NULL, virtual, type PhysicalAddress, type VirtualAddress } from '../../hardware/address';
import { Shadow, type MemoryAccess } from '../../hardware/memory';
import {
  MiniportCancelSendPackets,
  MiniportSend,
  MiniportSendPackets,
  MiniportWanSend,
} from '../handlers';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import {
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  statusName,
} from '../status';
import { SCATTER_GATHER_ELEMENT, SCATTER_GATHER_LIST } from '../structures/dma';
import { MDL } from '../structures/mdl';
import {
  NDIS_PACKET,
  NDIS_PACKET_EXTENSION,
  NDIS_PACKET_OOB_DATA,
  ScatterGatherListPacketInfo,
} from '../structures/packet';
import type { NdisStatus } from '../types';
import type { Adapter, PendingSend } from './adapter';
import type { Binding } from './binding';
import { eachRange, rangeCountMax } from './buffers';
import { judgeMediumOfCall, type WanLink } from './ndiswan';
import { drainSendQueue, queueSends } from './send-queue';

/** Buffers that one packet may chain: far more than any protocol uses, so that a loop ends. */
const BUFFERS_MAX = 256;
/** The two highest bits of a status (ntstatus.h). */
const SEVERITY_ERROR = 3;

/**
 * Gives packets to the miniport, in order: a serialized one gets them from a queue.
 *
 * @param link - where a WAN miniport sends them, which are NDIS_WAN_PACKETs then
 */
export function sendPackets(
  binding: Binding,
  packets: readonly VirtualAddress[],
  link?: WanLink,
): void {
  const { adapter } = binding;
  binding.pendingCount += packets.length;
  const sends = packets.map((packet) => ({ packet, binding, scatterGatherList: NULL, link }));
  if (!adapter.isDeserialized) return queueSends(adapter, sends);
  for (const send of sends) beginSend(adapter, send);
  if (adapter.characteristics.SendPacketsHandler !== 0) callSendPackets(adapter, packets);
  else for (const send of sends) sendOne(adapter, send);
  adapter.os.scheduler.poll();
}

function sendOne(adapter: Adapter, send: PendingSend): void {
  const status = callSend(adapter, send);
  if (status !== NDIS_STATUS_PENDING) settleSend(adapter, send, status);
}

/** MiniportSend, with the flags of the packet; MiniportWanSend of a WAN miniport. */
export function callSend(adapter: Adapter, { packet, link }: PendingSend): NdisStatus {
  const { os, characteristics, context } = adapter;
  if (link !== undefined) return callWanSend(adapter, packet, link);
  const flags = NDIS_PACKET.at(os.raw, packet).Private.Flags;
  return adapter.call(MiniportSend, characteristics.SendHandler, context, packet, flags);
}

function callWanSend(adapter: Adapter, packet: VirtualAddress, { handle }: WanLink): NdisStatus {
  const { os, characteristics, context } = adapter;
  const { irql } = os;
  os.irql = DISPATCH_LEVEL;
  const { WanSendHandler } = characteristics;
  const status = adapter.call(MiniportWanSend, WanSendHandler, context, handle, packet);
  os.irql = irql;
  return status;
}

/** MiniportSendPackets, with an array in memory. */
export function callSendPackets(adapter: Adapter, packets: readonly VirtualAddress[]): void {
  const { os, characteristics, context } = adapter;
  const array = os.allocateObject(4 * packets.length, Shadow.PLAIN);
  for (let index = 0; index < packets.length; index++)
    os.raw.write32(virtual(array + 4 * index), packets[index]);
  const { SendPacketsHandler } = characteristics;
  adapter.call(MiniportSendPackets, SendPacketsHandler, context, array, packets.length);
  os.pool.free(array);
}

/** From now on the packet is the driver's. */
export function beginSend(adapter: Adapter, send: PendingSend): void {
  const { packet } = send;
  if (adapter.maximumPhysicalMapping > 0 && send.link === undefined)
    send.scatterGatherList = mapPacket(adapter, packet);
  if (send.link === undefined) adapter.os.flushedBuffers.handDown(packet);
  adapter.pendingSends.set(packet | 0, send);
  adapter.completedSends.delete(packet | 0);
}

/**
 * MiniportSend or MiniportWanSend returned a status that ends the send. NDIS_STATUS_RESOURCES is for
 * serialized miniports of LANs alone.
 */
export function settleSend(adapter: Adapter, send: PendingSend, status: NdisStatus): void {
  const { os } = adapter;
  const { packet, link } = send;
  const [name, completion] =
    link === undefined
      ? [MiniportSend.name, 'NdisMSendComplete']
      : [MiniportWanSend.name, 'NdisMWanSendComplete'];
  if (status === NDIS_STATUS_RESOURCES && (adapter.isDeserialized || link !== undefined))
    os.report('packet/resources-from-deserialized-send', {
      what: `${name} of a ${link === undefined ? 'deserialized driver' : 'WAN miniport'} returned NDIS_STATUS_RESOURCES.`,
      boundary: name,
    });
  if (adapter.pendingSends.has(packet | 0)) finishSend(adapter, packet, status);
  else
    os.report('packet/completed-twice', {
      what: `${name} returned ${hex(status)} for the packet at ${hex(packet)}, which it had completed by ${completion}.`,
      boundary: name,
    });
}

/** NdisMSendComplete, and NdisMWanSendComplete. */
export function sendComplete(
  adapter: Adapter,
  packet: VirtualAddress,
  status: NdisStatus,
  isOfWan = false,
): void {
  const { os } = adapter;
  if (adapter.isWan !== isOfWan) judgeMediumOfCall(adapter, isOfWan);
  const name = isOfWan ? 'NdisMWanSendComplete' : 'NdisMSendComplete';
  // The end of a send gives a serialized driver the resources that it wanted.
  adapter.isSendBlocked = false;
  if (!adapter.pendingSends.has(packet | 0)) {
    if (adapter.completedSends.has(packet | 0))
      os.report('packet/completed-twice', {
        what: `${name} was given the packet at ${hex(packet)}, which was completed before.`,
      });
    else
      os.report('packet/foreign-packet-completed', {
        what: `${name} was given ${hex(packet)}, which is no packet that the driver has to send.`,
      });
    return;
  }
  if (status !== NDIS_STATUS_SUCCESS && !isResult(status))
    os.report('packet/completed-without-result', {
      what: `${name} was given ${statusName(status) ?? hex(status)} for the packet at ${hex(packet)}.`,
    });
  finishSend(adapter, packet, status);
  drainSendQueue(adapter);
}

/** An error may be any, of NT too; what is none is a success or a warning that NDIS knows. */
function isResult(status: NdisStatus): boolean {
  if (status === NDIS_STATUS_PENDING) return false;
  return status >>> 30 === SEVERITY_ERROR || statusName(status) !== undefined;
}

/** The packet is its protocol's again. */
export function finishSend(adapter: Adapter, packet: VirtualAddress, status: NdisStatus): void {
  const { binding } = withdrawSend(adapter, packet);
  adapter.completedSends.add(packet | 0);
  adapter.os.packetStacks.release(packet);
  binding.edge.sendComplete(packet, status);
  binding.ended();
}

/** The packet is not the driver's any more. */
export function withdrawSend(adapter: Adapter, packet: VirtualAddress): PendingSend {
  const send = adapter.pendingSends.get(packet | 0)!;
  adapter.pendingSends.delete(packet | 0);
  if (send.scatterGatherList !== NULL) adapter.os.pool.free(send.scatterGatherList);
  send.scatterGatherList = NULL;
  return send;
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
 * Builds the scatter-gather list of a packet and hangs it on the packet.
 * (NdisMInitializeScatterGatherDma; ScatterGatherListPacketInfo.)
 */
function mapPacket(adapter: Adapter, packet: VirtualAddress): VirtualAddress {
  const { os } = adapter;
  const { raw } = os;
  let bufferCount = 0;
  let rangeCount = 0;
  for (let mdl = firstBuffer(raw, packet); mdl !== NULL; mdl = nextBuffer(raw, mdl)) {
    rangeCount += rangeCountMax(raw, mdl);
    if (++bufferCount === BUFFERS_MAX) break;
  }
  const headBytes = SCATTER_GATHER_LIST.offsets.Elements;
  const list = os.allocateObject(headBytes + rangeCount * SCATTER_GATHER_ELEMENT.bytes, 0xff);
  let mdl = firstBuffer(raw, packet);
  let at = list + headBytes;
  const add = (address: PhysicalAddress, byteCount: number): void => {
    const element = SCATTER_GATHER_ELEMENT.at(raw, virtual(at));
    element.Address = address;
    element.Length = byteCount;
    element.Reserved = 0;
    at += SCATTER_GATHER_ELEMENT.bytes;
  };
  for (let index = 0; index < bufferCount; index++, mdl = nextBuffer(raw, mdl))
    eachRange(raw, mdl, add);
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
