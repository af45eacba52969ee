/**
 * Sending: a packet is copied to a buffer, and pends until the device has used the chain of its
 * header and its frame (Virtio 1.0, 5.1.6.2). Packets for which there is no buffer wait, in order.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_NO_CABLE, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, BUFFER_COUNT, lockOf } from './adapter';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES } from './frame';
import { FRAME_OFFSET, pointerAt, setPointer, txFrame, txPhysical } from './memory';
import { appendPacket, createPacketList, type PacketList, reservedPointer } from './packet';
import { DescriptorFlag, NET_HEADER_BYTES } from './registers';
import { describe, notify, offer, take } from './virtqueue';

/** MM_PAGE_PRIORITY (DDK wdm.h): how hard the system tries to map a buffer. */
const NormalPagePriority = 16;

export const MiniportSendPackets: Handler<'MiniportSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  PacketArray,
  NumberOfPackets,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const refused = createPacketList();
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  const canSend = adapter.IsRunning && adapter.IsLinkUp;
  const failure =
    adapter.IsRunning && !adapter.IsLinkUp ? NDIS_STATUS_NO_CABLE : NDIS_STATUS_FAILURE;
  for (let index = 0; index < NumberOfPackets; index++) {
    const packet = pointerAt(ndis, PacketArray, index);
    if (canSend) enqueue(ndis, adapter, packet);
    else appendPacket(ndis, refused, packet);
  }
  if (canSend) sendWaiting(ndis, adapter, refused);
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  completeSends(ndis, adapter, refused, failure);
};

/** Completes what the device has sent, and sends what waits. At DISPATCH_LEVEL, in the DPC. */
export function handleTransmit(ndis: Ndis, adapter: Adapter): void {
  const done = createPacketList();
  const refused = createPacketList();
  ndis.NdisDprAcquireSpinLock(lockOf(adapter));
  if (adapter.IsRunning) {
    takeDone(ndis, adapter, done);
    sendWaiting(ndis, adapter, refused);
  }
  ndis.NdisDprReleaseSpinLock(lockOf(adapter));
  completeSends(ndis, adapter, done, NDIS_STATUS_SUCCESS);
  completeSends(ndis, adapter, refused, NDIS_STATUS_FAILURE);
}

/**
 * Gives back, with `status`, every packet there is, the oldest first. Only when the device reads
 * nothing any more: it has been reset or is gone.
 */
export function abortSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  const aborted = createPacketList();
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  for (let count = 0; count < BUFFER_COUNT; count++)
    takeSlot(ndis, adapter, (adapter.TxNext + count) % BUFFER_COUNT, aborted);
  adapter.TxNext = 0;
  const waiting = takeWaiting(adapter);
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  completeSends(ndis, adapter, aborted, status);
  completeSends(ndis, adapter, waiting, status);
}

/** Gives back the packets that wait for a buffer: the link has gone. Called without the lock. */
export function refuseWaiting(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisAcquireSpinLock(lockOf(adapter));
  const waiting = takeWaiting(adapter);
  ndis.NdisReleaseSpinLock(lockOf(adapter));
  completeSends(ndis, adapter, waiting, NDIS_STATUS_NO_CABLE);
}

/** Gives a list of packets back, each with `status`. Called without the lock. */
function completeSends(ndis: Ndis, adapter: Adapter, list: PacketList, status: NdisStatus): void {
  for (let packet = list.head; packet !== NULL;) {
    const next = reservedPointer(ndis, packet);
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
    packet = next;
  }
}

/** Puts a packet behind those that wait. Under Lock. */
function enqueue(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): void {
  const waiting = { head: adapter.WaitHead, tail: adapter.WaitTail };
  appendPacket(ndis, waiting, packet);
  adapter.WaitHead = waiting.head;
  adapter.WaitTail = waiting.tail;
}

function takeWaiting(adapter: Adapter): PacketList {
  const waiting = { head: adapter.WaitHead, tail: adapter.WaitTail };
  adapter.WaitHead = NULL;
  adapter.WaitTail = NULL;
  return waiting;
}

/** Sends what waits while there are buffers; what cannot be sent goes to `refused`. Under Lock. */
function sendWaiting(ndis: Ndis, adapter: Adapter, refused: PacketList): void {
  let hasOffered = false;
  while (adapter.WaitHead !== NULL) {
    const slot = adapter.TxNext;
    if (pointerAt(ndis, adapter.TxPackets, slot) !== NULL) break;
    const packet = adapter.WaitHead;
    adapter.WaitHead = reservedPointer(ndis, packet);
    if (adapter.WaitHead === NULL) adapter.WaitTail = NULL;
    const byteCount = copyPacket(ndis, packet, txFrame(adapter, slot));
    if (byteCount === 0) {
      appendPacket(ndis, refused, packet);
      continue;
    }
    handOver(ndis, adapter, slot, byteCount);
    setPointer(ndis, adapter.TxPackets, slot, packet);
    adapter.TxNext = (slot + 1) % BUFFER_COUNT;
    adapter.TxUsed++;
    hasOffered = true;
  }
  if (hasOffered) notify(ndis, adapter, adapter.Transmit);
}

/** The header, which asks for nothing, and the frame in a descriptor each (5.1.6.6). */
function handOver(ndis: Ndis, adapter: Adapter, slot: number, byteCount: number): void {
  const queue = adapter.Transmit;
  const physical = txPhysical(adapter, slot);
  const head = 2 * slot;
  describe(ndis, queue, head, physical, NET_HEADER_BYTES, DescriptorFlag.NEXT, head + 1);
  describe(ndis, queue, head + 1, physical + FRAME_OFFSET, byteCount, 0);
  offer(ndis, queue, head);
}

/** Takes the packets off the queue that the device has used. Under Lock. */
function takeDone(ndis: Ndis, adapter: Adapter, done: PacketList): void {
  for (let rest = adapter.TxUsed; rest > 0; rest--) {
    const used = take(ndis, adapter.Transmit);
    if (used === undefined) return;
    const isSent = used.Id < 2 * BUFFER_COUNT && takeSlot(ndis, adapter, used.Id >>> 1, done);
    // A device that gives back what it was not given is not to be trusted any more.
    if (isSent) adapter.XmitOk++;
    else adapter.HasFailed = true;
  }
}

/** Takes the packet of a buffer, if there is one. Under Lock. */
function takeSlot(ndis: Ndis, adapter: Adapter, slot: number, list: PacketList): boolean {
  const packet = pointerAt(ndis, adapter.TxPackets, slot);
  if (packet === NULL) return false;
  setPointer(ndis, adapter.TxPackets, slot, NULL);
  adapter.TxUsed--;
  appendPacket(ndis, list, packet);
  return true;
}

/**
 * Copies a packet, padded to the shortest frame: the device need not pad. Its bytes; 0 if it is no
 * frame, or one of its buffers cannot be mapped.
 */
function copyPacket(ndis: Ndis, packet: VirtualAddress, to: VirtualAddress): number {
  const { FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(packet);
  if (TotalPacketLength < HEADER_BYTES || TotalPacketLength > FRAME_BYTES_MAX) return 0;
  let byteCount = 0;
  // The chain ends: NdisQueryPacket has counted its bytes.
  for (let buffer = FirstBuffer; buffer !== NULL;) {
    const { VirtualAddress, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (VirtualAddress === NULL || byteCount + Length > FRAME_BYTES_MAX) return 0;
    if (Length > 0) ndis.NdisMoveMemory(virtual(to + byteCount), VirtualAddress, Length);
    byteCount += Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  const padding = FRAME_BYTES_MIN - byteCount;
  if (padding > 0) ndis.NdisZeroMemory(virtual(to + byteCount), padding);
  return Math.max(byteCount, FRAME_BYTES_MIN);
}
