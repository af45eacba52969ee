/**
 * Receiving. Each buffer is either the device's, in a descriptor between RxOldest and RxNext, or
 * NDIS's, in a packet that was indicated; so the ring itself is the list of free buffers. A buffer
 * that comes back goes to the ring's end (8254x SDM 3.2).
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { type Adapter, adapterAt, receiveLock, RX_BUFFER } from './adapter';
import { Descriptor, DESCRIPTOR_BYTES, RX_ERRORS, RX_LENGTH_MASK, RxStatus } from './descriptors';
import { isWanted } from './filter';
import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';
import { writeRegister } from './hardware';
import { recalculatePacketCounts, reservedPointer, setPacketStatus } from './packet';
import { Register } from './registers';

/** Packets indicated at once: their array lies on the stack. */
const BATCH_COUNT_MAX = 16;
/** With fewer buffers left than one in so many, the protocols must copy and give back at once. */
const LOW_SHARE = 4;

const PHYSICAL_OFFSET = RX_BUFFER.offsets.PhysicalAddress;
const VIRTUAL_OFFSET = RX_BUFFER.offsets.VirtualAddress;
const PACKET_OFFSET = RX_BUFFER.offsets.Packet;
const BUFFER_OFFSET = RX_BUFFER.offsets.Buffer;
const IS_INDICATED_OFFSET = RX_BUFFER.offsets.IsIndicated;

/** What one round took off the ring: packets in the array, the last of them only lent. */
interface Batch {
  readonly count: number;
  /** Index of the first packet that NDIS must give back at once; `count` if there is none. */
  readonly firstLent: number;
  /** Descriptors looked at, dropped frames included. */
  readonly descriptorCount: number;
}

/**
 * Indicates what has been received, up to `descriptorCountMax` descriptors. True if that was not
 * all. At DISPATCH_LEVEL, in the DPC, without a lock.
 */
export function handleReceive(ndis: Ndis, adapter: Adapter, descriptorCountMax: number): boolean {
  const packets = ndis.localBytes(4 * BATCH_COUNT_MAX);
  const lock = receiveLock(adapter);
  let rest = descriptorCountMax;
  while (rest > 0) {
    ndis.NdisDprAcquireSpinLock(lock);
    const { count, firstLent, descriptorCount } = takeFrames(ndis, adapter, packets, rest);
    ndis.NdisDprReleaseSpinLock(lock);
    if (descriptorCount === 0) return false;
    rest -= descriptorCount;
    if (count === 0) continue;
    ndis.NdisMIndicateReceivePacket(adapter.MiniportAdapterHandle, packets, count);
    if (firstLent < count) takeBackLent(ndis, adapter, packets, firstLent, count);
  }
  return true;
}

/** Gives the ring the buffer of a packet that the protocols are done with. */
export const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = (
  ndis,
  MiniportAdapterContext,
  Packet,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  takeBack(ndis, adapter, Packet);
  if (adapter.IsReceiving) writeRegister(ndis, adapter, Register.RDT, adapter.RxNext);
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
};

/** The same for packets that were only lent to NDIS, with NDIS_STATUS_RESOURCES. */
function takeBackLent(
  ndis: Ndis,
  adapter: Adapter,
  packets: VirtualAddress,
  first: number,
  end: number,
): void {
  ndis.NdisDprAcquireSpinLock(receiveLock(adapter));
  for (let index = first; index < end; index++)
    takeBack(ndis, adapter, virtual(ndis.memory.read32(virtual(packets + 4 * index))));
  if (adapter.IsReceiving) writeRegister(ndis, adapter, Register.RDT, adapter.RxNext);
  ndis.NdisDprReleaseSpinLock(receiveLock(adapter));
}

/**
 * A packet is the driver's again. While the device rests its buffer just lies there: what restarts
 * the device puts every buffer on the ring. Under ReceiveLock; RDT is for the caller.
 */
function takeBack(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): void {
  const buffer = reservedPointer(ndis, packet);
  ndis.memory.write32(virtual(buffer + IS_INDICATED_OFFSET), 0);
  adapter.RxIndicated--;
  if (adapter.IsReceiving) postBuffer(ndis, adapter, buffer);
}

/** Puts every buffer that is not NDIS's on an empty ring. RDT is for the caller. */
export function postAllBuffers(ndis: Ndis, adapter: Adapter): void {
  const { RxBuffers, RxBufferCount } = adapter;
  adapter.RxOldest = 0;
  adapter.RxNext = 0;
  adapter.RxPosted = 0;
  adapter.IsDroppingFrame = false;
  for (let index = 0; index < RxBufferCount; index++) {
    const buffer = virtual(RxBuffers + index * RX_BUFFER.bytes);
    if (ndis.memory.read32(virtual(buffer + IS_INDICATED_OFFSET)) === 0)
      postBuffer(ndis, adapter, buffer);
  }
}

/**
 * Describes a buffer to the device in the descriptor at RxNext, RDT excepted. There is room: the
 * ring has more descriptors than there are buffers. Under ReceiveLock.
 */
function postBuffer({ memory }: Ndis, adapter: Adapter, buffer: VirtualAddress): void {
  const index = adapter.RxNext;
  const descriptor = adapter.RxRing + index * DESCRIPTOR_BYTES;
  const low = memory.read32(virtual(buffer + PHYSICAL_OFFSET));
  const high = memory.read32(virtual(buffer + PHYSICAL_OFFSET + 4));
  memory.write32(virtual(descriptor + Descriptor.ADDRESS_LOW), low);
  memory.write32(virtual(descriptor + Descriptor.ADDRESS_HIGH), high);
  memory.write32(virtual(descriptor + Descriptor.LOWER), 0);
  memory.write32(virtual(descriptor + Descriptor.UPPER), 0);
  memory.write32(virtual(adapter.RxSlots + 4 * index), buffer);
  adapter.RxNext = index + 1 === adapter.RxCount ? 0 : index + 1;
  adapter.RxPosted++;
}

/**
 * Takes received frames off the ring and puts their packets into an array. What is not to be
 * indicated goes back to the ring. Under ReceiveLock.
 */
function takeFrames(
  ndis: Ndis,
  adapter: Adapter,
  packets: VirtualAddress,
  descriptorCountMax: number,
): Batch {
  const { memory } = ndis;
  const lowCount = Math.floor(adapter.RxBufferCount / LOW_SHARE);
  const roundCountMax = Math.min(descriptorCountMax, adapter.RxPosted);
  let count = 0;
  let firstLent = 0;
  let descriptorCount = 0;
  let isRefilled = false;
  while (descriptorCount < roundCountMax && count < BATCH_COUNT_MAX && adapter.IsReceiving) {
    const index = adapter.RxOldest;
    const descriptor = adapter.RxRing + index * DESCRIPTOR_BYTES;
    const upper = memory.read32(virtual(descriptor + Descriptor.UPPER));
    if ((upper & RxStatus.DD) === 0) break;
    descriptorCount++;
    const byteCount = memory.read32(virtual(descriptor + Descriptor.LOWER)) & RX_LENGTH_MASK;
    const buffer = virtual(memory.read32(virtual(adapter.RxSlots + 4 * index)));
    adapter.RxOldest = index + 1 === adapter.RxCount ? 0 : index + 1;
    adapter.RxPosted--;
    if (!isGood(ndis, adapter, buffer, upper, byteCount)) {
      postBuffer(ndis, adapter, buffer);
      isRefilled = true;
      continue;
    }
    const isLent = firstLent < count || adapter.RxPosted < lowCount;
    const packet = preparePacket(ndis, adapter, buffer, byteCount, isLent);
    memory.write32(virtual(packets + 4 * count), packet);
    count++;
    if (!isLent) firstLent = count;
  }
  if (isRefilled) writeRegister(ndis, adapter, Register.RDT, adapter.RxNext);
  return { count, firstLent, descriptorCount };
}

/** Whether a buffer holds a whole frame that the packet filter lets in; counts those in error. */
function isGood(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  upper: number,
  byteCount: number,
): boolean {
  const isEnd = (upper & RxStatus.EOP) !== 0;
  const isPart = !isEnd || adapter.IsDroppingFrame;
  adapter.IsDroppingFrame = !isEnd;
  const hasGoodLength = byteCount >= HEADER_BYTES && byteCount <= FRAME_BYTES_MAX;
  if (isPart || !hasGoodLength || (upper & RX_ERRORS) !== 0) {
    // A frame in parts is counted once, with its end.
    if (isEnd) adapter.RxErrors++;
    return false;
  }
  return isWanted(ndis, adapter, virtual(ndis.memory.read32(virtual(buffer + VIRTUAL_OFFSET))));
}

/** Makes a buffer's packet ready for its indication. */
function preparePacket(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  byteCount: number,
  isLent: boolean,
): VirtualAddress {
  const { memory } = ndis;
  const packet = virtual(memory.read32(virtual(buffer + PACKET_OFFSET)));
  const descriptor = virtual(memory.read32(virtual(buffer + BUFFER_OFFSET)));
  ndis.NdisAdjustBufferLength(descriptor, byteCount);
  recalculatePacketCounts(ndis, packet);
  setPacketStatus(ndis, packet, isLent ? NDIS_STATUS_RESOURCES : NDIS_STATUS_SUCCESS);
  memory.write32(virtual(buffer + IS_INDICATED_OFFSET), 1);
  adapter.RxIndicated++;
  adapter.RxOk++;
  return packet;
}
