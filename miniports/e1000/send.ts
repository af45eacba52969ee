/**
 * Sending. Every packet goes through the wait queue, in order, and from there to the transmit ring
 * as descriptors become free: one descriptor for each fragment of its scatter/gather list (8254x
 * SDM 3.3, 3.4). The interrupt's DPC takes completed packets off the ring and completes them.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { SCATTER_GATHER_ELEMENT, SCATTER_GATHER_LIST } from '../../ndis/structures/dma';
import { PacketCancelId, ScatterGatherListPacketInfo } from '../../ndis/structures/packet';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, sendLock, State, TX_SLOT } from './adapter';
import { coalesce, isMadeOfTooMany, releaseCoalesceBuffer } from './coalesce';
import { Descriptor, DESCRIPTOR_BYTES, TxCommand, TxStatus } from './descriptors';
import { writeRegister } from './hardware';
import {
  appendPacket,
  createPacketList,
  packetInfo,
  type PacketList,
  reservedPointer,
} from './packet';
import { Register } from './registers';
import { FRAME_BYTES_MAX } from './frame';

const PACKET_OFFSET = TX_SLOT.offsets.Packet;
const COALESCE_OFFSET = TX_SLOT.offsets.CoalesceBit;
const ELEMENT_BYTES = SCATTER_GATHER_ELEMENT.bytes;
const ADDRESS_OFFSET = SCATTER_GATHER_ELEMENT.offsets.Address;
const LENGTH_OFFSET = SCATTER_GATHER_ELEMENT.offsets.Length;
const ELEMENTS_OFFSET = SCATTER_GATHER_LIST.offsets.Elements;

/** What became of a packet that should go on the ring. */
const Outcome = { SENT: 0, NO_ROOM: 1, UNSENDABLE: 2 } as const;
type Outcome = (typeof Outcome)[keyof typeof Outcome];

export const MiniportSendPackets: Handler<'MiniportSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  PacketArray,
  NumberOfPackets,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const { memory } = ndis;
  const refused = createPacketList();
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  const status = adapter.SendStatus;
  for (let index = 0; index < NumberOfPackets; index++) {
    const packet = virtual(memory.read32(virtual(PacketArray + 4 * index)));
    if (status === NDIS_STATUS_SUCCESS) enqueue(ndis, adapter, packet);
    else appendPacket(ndis, refused, packet);
  }
  if (status === NDIS_STATUS_SUCCESS) fillRing(ndis, adapter, refused);
  ndis.NdisReleaseSpinLock(sendLock(adapter));
  const failure = status === NDIS_STATUS_SUCCESS ? NDIS_STATUS_FAILURE : status;
  completeSends(ndis, adapter, refused, failure);
};

export const MiniportCancelSendPackets: Handler<'MiniportCancelSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  CancelId,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const cancelled = createPacketList();
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  const waiting = takeWaiting(adapter);
  // The list is the driver's own: as many rounds as packets wait.
  for (let packet = waiting.head; packet !== NULL;) {
    const next = reservedPointer(ndis, packet);
    if (packetInfo(ndis, packet, PacketCancelId) === CancelId)
      appendPacket(ndis, cancelled, packet);
    else enqueue(ndis, adapter, packet);
    packet = next;
  }
  ndis.NdisReleaseSpinLock(sendLock(adapter));
  completeSends(ndis, adapter, cancelled, NDIS_STATUS_REQUEST_ABORTED);
};

/** Gives a list of packets back, each with `status`. Called without a lock. */
function completeSends(ndis: Ndis, adapter: Adapter, list: PacketList, status: NdisStatus): void {
  for (let packet = list.head; packet !== NULL;) {
    const next = reservedPointer(ndis, packet);
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
    packet = next;
  }
}

/**
 * Lets packets go, or fails them, as the link is; nothing while the device does not run. Called
 * without a lock.
 */
export function followLink(ndis: Ndis, adapter: Adapter): void {
  let waiting = createPacketList();
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  // Whoever stops the device changes State first and SendStatus, under this lock, afterwards.
  if (adapter.State === State.RUNNING && !adapter.IsRemoved) {
    adapter.SendStatus = adapter.IsLinkUp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NO_CABLE;
    if (!adapter.IsLinkUp) waiting = takeWaiting(adapter);
  }
  ndis.NdisReleaseSpinLock(sendLock(adapter));
  completeSends(ndis, adapter, waiting, NDIS_STATUS_NO_CABLE);
}

/** Fails packets with `status` from now on, and those that wait; not those on the ring. */
export function refuseSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  adapter.SendStatus = status;
  const waiting = takeWaiting(adapter);
  ndis.NdisReleaseSpinLock(sendLock(adapter));
  completeSends(ndis, adapter, waiting, status);
}

/**
 * Gives back, with `status`, every packet there is. Only when the device cannot read their memory
 * any more: it has been reset or is gone.
 */
export function abortSends(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  const aborted = createPacketList();
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  takeFromRing(ndis, adapter, aborted, false);
  const waiting = takeWaiting(adapter);
  ndis.NdisReleaseSpinLock(sendLock(adapter));
  completeSends(ndis, adapter, aborted, status);
  completeSends(ndis, adapter, waiting, status);
}

/** Completes what the device has sent and fills the ring again. At DISPATCH_LEVEL, in the DPC. */
export function handleTransmit(ndis: Ndis, adapter: Adapter): void {
  const sent = createPacketList();
  const unsendable = createPacketList();
  ndis.NdisDprAcquireSpinLock(sendLock(adapter));
  takeFromRing(ndis, adapter, sent, true);
  if (adapter.SendStatus === NDIS_STATUS_SUCCESS) fillRing(ndis, adapter, unsendable);
  ndis.NdisDprReleaseSpinLock(sendLock(adapter));
  completeSends(ndis, adapter, sent, NDIS_STATUS_SUCCESS);
  completeSends(ndis, adapter, unsendable, NDIS_STATUS_FAILURE);
}

function enqueue(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): void {
  const list = { head: adapter.WaitHead, tail: adapter.WaitTail };
  appendPacket(ndis, list, packet);
  adapter.WaitHead = list.head;
  adapter.WaitTail = list.tail;
  adapter.WaitCount++;
}

/** Empties the wait queue into a list. */
function takeWaiting(adapter: Adapter): PacketList {
  const list = { head: adapter.WaitHead, tail: adapter.WaitTail };
  adapter.WaitHead = NULL;
  adapter.WaitTail = NULL;
  adapter.WaitCount = 0;
  return list;
}

/**
 * Moves packets from the wait queue to the ring while there is room, and tells the device of all of
 * them at once. Those that can never be sent go to `unsendable`. Under SendLock.
 */
function fillRing(ndis: Ndis, adapter: Adapter, unsendable: PacketList): void {
  const before = adapter.TxNext;
  while (adapter.WaitHead !== NULL) {
    const packet = adapter.WaitHead;
    const next = reservedPointer(ndis, packet);
    const outcome = putOnRing(ndis, adapter, packet);
    if (outcome === Outcome.NO_ROOM) break;
    adapter.WaitHead = next;
    adapter.WaitCount--;
    if (outcome === Outcome.UNSENDABLE) appendPacket(ndis, unsendable, packet);
  }
  if (adapter.TxNext !== before) writeRegister(ndis, adapter, Register.TDT, adapter.TxNext);
}

/** Describes a packet to the device, TDT excepted. */
function putOnRing(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): Outcome {
  const { memory } = ndis;
  const list = packetInfo(ndis, packet, ScatterGatherListPacketInfo);
  if (list === NULL) return Outcome.UNSENDABLE;
  const elementCount = memory.read32(list);
  if (isMadeOfTooMany(elementCount)) return putCopyOnRing(ndis, adapter, packet);
  // One descriptor stays free, for a full ring must not look like an empty one (3.4).
  if (elementCount > adapter.TxCount - 1 - adapter.TxUsed) return Outcome.NO_ROOM;
  let byteCount = 0;
  let lastWithData = -1;
  for (let index = 0; index < elementCount; index++) {
    const element = list + ELEMENTS_OFFSET + index * ELEMENT_BYTES;
    const elementBytes = memory.read32(virtual(element + LENGTH_OFFSET));
    if (elementBytes > 0) lastWithData = index;
    byteCount += elementBytes;
  }
  if (byteCount === 0 || byteCount > FRAME_BYTES_MAX) return Outcome.UNSENDABLE;
  for (let index = 0; index <= lastWithData; index++) {
    const element = list + ELEMENTS_OFFSET + index * ELEMENT_BYTES;
    const elementBytes = memory.read32(virtual(element + LENGTH_OFFSET));
    if (elementBytes === 0) continue;
    const low = memory.read32(virtual(element + ADDRESS_OFFSET));
    const high = memory.read32(virtual(element + ADDRESS_OFFSET + 4));
    const owner = index === lastWithData ? packet : NULL;
    fillDescriptor(ndis, adapter, low, high, elementBytes, owner, 0);
  }
  return Outcome.SENT;
}

/** The same for a packet of too many fragments, which is copied to a buffer of the driver's. */
function putCopyOnRing(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): Outcome {
  if (adapter.TxUsed === adapter.TxCount - 1 || adapter.CoalesceFree === 0) return Outcome.NO_ROOM;
  const copy = coalesce(ndis, adapter, packet);
  if (copy === undefined) return Outcome.UNSENDABLE;
  fillDescriptor(ndis, adapter, copy.physical, 0, copy.byteCount, packet, copy.bit);
  return Outcome.SENT;
}

/** Fills the descriptor at TxNext; `owner` is the packet that ends there, or NULL. */
function fillDescriptor(
  { memory }: Ndis,
  adapter: Adapter,
  addressLow: number,
  addressHigh: number,
  byteCount: number,
  owner: VirtualAddress,
  coalesceBit: number,
): void {
  const index = adapter.TxNext;
  const descriptor = adapter.TxRing + index * DESCRIPTOR_BYTES;
  const end = owner === NULL ? 0 : TxCommand.EOP | TxCommand.RS;
  memory.write32(virtual(descriptor + Descriptor.ADDRESS_LOW), addressLow);
  memory.write32(virtual(descriptor + Descriptor.ADDRESS_HIGH), addressHigh);
  memory.write32(virtual(descriptor + Descriptor.LOWER), byteCount | TxCommand.IFCS | end);
  memory.write32(virtual(descriptor + Descriptor.UPPER), 0);
  const slot = adapter.TxSlots + index * TX_SLOT.bytes;
  memory.write32(virtual(slot + PACKET_OFFSET), owner);
  memory.write32(virtual(slot + COALESCE_OFFSET), coalesceBit);
  adapter.TxNext = index + 1 === adapter.TxCount ? 0 : index + 1;
  adapter.TxUsed++;
}

/**
 * Takes packets off the ring: those that the device is done with, or all. A packet's last
 * descriptor alone reports (RS), so DD is looked for there. The ring's length bounds the loop.
 * Under SendLock.
 */
function takeFromRing(ndis: Ndis, adapter: Adapter, list: PacketList, onlyDone: boolean): void {
  const { memory } = ndis;
  const { TxRing, TxSlots, TxCount } = adapter;
  let index = adapter.TxOldest;
  let pendingCount = 0;
  let oldest = index;
  let used = adapter.TxUsed;
  for (let rest = used; rest > 0; rest--) {
    const slot = TxSlots + index * TX_SLOT.bytes;
    const packet = virtual(memory.read32(virtual(slot + PACKET_OFFSET)));
    const descriptor = TxRing + index * DESCRIPTOR_BYTES;
    index = index + 1 === TxCount ? 0 : index + 1;
    pendingCount++;
    if (packet === NULL) continue;
    const status = memory.read32(virtual(descriptor + Descriptor.UPPER));
    if (onlyDone && (status & TxStatus.DD) === 0) break;
    releaseCoalesceBuffer(adapter, memory.read32(virtual(slot + COALESCE_OFFSET)));
    appendPacket(ndis, list, packet);
    if (onlyDone) adapter.TxCompleted++;
    oldest = index;
    used -= pendingCount;
    pendingCount = 0;
  }
  adapter.TxOldest = oldest;
  adapter.TxUsed = used;
}
