/**
 * Receiving: each buffer is a chain of a header and a frame that the device writes to (Virtio 1.0,
 * 5.1.6.3). Packets are only lent to NDIS, with NDIS_STATUS_RESOURCES: the protocols copy, and the
 * buffers go back to the device at once.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES } from '../../ndis/status';
import { type Adapter, BUFFER_COUNT, lockOf } from './adapter';
import { isWanted } from './filter';
import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';
import { FRAME_OFFSET, pointerAt, rxFrame, rxPhysical, setPointer } from './memory';
import { recalculatePacketCounts, setPacketStatus } from './packet';
import { DescriptorFlag, NET_HEADER_BYTES } from './registers';
import { describe, notify, offer, take } from './virtqueue';

/** What one round took off the queue. */
interface Batch {
  readonly used: readonly number[];
  readonly packetCount: number;
}

/** Indicates what has come, no more than there are buffers. At DISPATCH_LEVEL, in the DPC. */
export function handleReceive(ndis: Ndis, adapter: Adapter): void {
  const packets = ndis.localBytes(4 * BUFFER_COUNT);
  ndis.NdisDprAcquireSpinLock(lockOf(adapter));
  const { used, packetCount } = takeFrames(ndis, adapter, packets);
  ndis.NdisDprReleaseSpinLock(lockOf(adapter));
  if (packetCount > 0)
    ndis.NdisMIndicateReceivePacket(adapter.MiniportAdapterHandle, packets, packetCount);
  if (used.length === 0) return;
  ndis.NdisDprAcquireSpinLock(lockOf(adapter));
  // What restarts the device posts all buffers.
  if (adapter.IsRunning) {
    for (const index of used) postBuffer(ndis, adapter, index);
    notify(ndis, adapter, adapter.Receive);
  }
  ndis.NdisDprReleaseSpinLock(lockOf(adapter));
}

/** NDIS gives back at the end of the indication what was only lent to it. */
export const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = () => undefined;

/** Offers every buffer to an empty queue; the notification is for the caller. */
export function postAllBuffers(ndis: Ndis, adapter: Adapter): void {
  for (let index = 0; index < BUFFER_COUNT; index++) postBuffer(ndis, adapter, index);
}

function postBuffer(ndis: Ndis, adapter: Adapter, index: number): void {
  const queue = adapter.Receive;
  const physical = rxPhysical(adapter, index);
  const head = 2 * index;
  const { NEXT, WRITE } = DescriptorFlag;
  describe(ndis, queue, head, physical, NET_HEADER_BYTES, NEXT | WRITE, head + 1);
  describe(ndis, queue, head + 1, physical + FRAME_OFFSET, FRAME_BYTES_MAX, WRITE);
  offer(ndis, queue, head);
}

/** Puts the packets of wanted frames into an array. Under Lock. */
function takeFrames(ndis: Ndis, adapter: Adapter, packets: VirtualAddress): Batch {
  const used: number[] = [];
  let packetCount = 0;
  while (adapter.IsRunning && used.length < BUFFER_COUNT) {
    const entry = take(ndis, adapter.Receive);
    if (entry === undefined) break;
    const index = entry.Id >>> 1;
    // A device that gives back what it was not given is not to be trusted any more.
    if (index >= BUFFER_COUNT || used.includes(index)) {
      adapter.HasFailed = true;
      break;
    }
    used.push(index);
    const byteCount = entry.Length - NET_HEADER_BYTES;
    if (byteCount < HEADER_BYTES || byteCount > FRAME_BYTES_MAX) {
      adapter.RcvError++;
      continue;
    }
    if (!isWanted(ndis, adapter, rxFrame(adapter, index))) continue;
    const packet = preparePacket(ndis, adapter, index, byteCount);
    setPointer(ndis, packets, packetCount, packet);
    packetCount++;
    adapter.RcvOk++;
  }
  return { used, packetCount };
}

function preparePacket(
  ndis: Ndis,
  adapter: Adapter,
  index: number,
  byteCount: number,
): VirtualAddress {
  const packet = pointerAt(ndis, adapter.RxPackets, index);
  ndis.NdisAdjustBufferLength(
    virtual(pointerAt(ndis, adapter.RxBufferDescriptors, index)),
    byteCount,
  );
  recalculatePacketCounts(ndis, packet);
  setPacketStatus(ndis, packet, NDIS_STATUS_RESOURCES);
  return packet;
}
