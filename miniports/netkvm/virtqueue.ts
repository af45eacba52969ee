/**
 * Virtqueues: where their parts lie, and how buffers are offered and taken back (Virtio 1.0, 2.4,
 * 3.2). The memory is not cached, so that neither side needs a barrier.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter, Queue } from './adapter';
import { writeWord } from './ports';
import {
  AVAILABLE_ENTRY_BYTES,
  DESCRIPTOR,
  NO_NOTIFY,
  Register,
  RING,
  USED_ENTRY,
} from './registers';

export const PAGE_BYTES = 4096;
const INDEX_MASK = 0xffff;

/** Bytes up to the used ring, and of the whole, in pages (2.4.2). */
function usedOffset(size: number): number {
  const ringBytes = RING.bytes + AVAILABLE_ENTRY_BYTES * size + 2;
  return toPages(DESCRIPTOR.bytes * size + ringBytes);
}

export function queueBytes(size: number): number {
  return usedOffset(size) + toPages(RING.bytes + USED_ENTRY.bytes * size + 2);
}

export function toPages(byteCount: number): number {
  return Math.ceil(byteCount / PAGE_BYTES) * PAGE_BYTES;
}

/** Lays an empty queue into zeroed memory. */
export function placeQueue(queue: Queue, address: number, physicalAddress: number): void {
  queue.Table = virtual(address);
  queue.Available = virtual(address + DESCRIPTOR.bytes * queue.Size);
  queue.Used = virtual(address + usedOffset(queue.Size));
  queue.PhysicalAddress = physicalAddress;
}

/** Both rings as they are in a device that has been reset. */
export function clearQueue(ndis: Ndis, queue: Queue): void {
  ndis.NdisZeroMemory(queue.Table, queueBytes(queue.Size));
  queue.Offered = 0;
  queue.Taken = 0;
}

/** Writes a descriptor; with `next` the chain goes on there. */
export function describe(
  ndis: Ndis,
  queue: Queue,
  index: number,
  address: number,
  byteCount: number,
  flags: number,
  next = 0,
): void {
  const at = virtual(queue.Table + DESCRIPTOR.bytes * index);
  const descriptor = DESCRIPTOR.at(ndis.memory, at);
  descriptor.AddressLow = address;
  descriptor.AddressHigh = 0;
  descriptor.Length = byteCount;
  descriptor.Flags = flags;
  descriptor.Next = next;
}

/** Offers the chain that begins at `head`. The device sees it when idx has moved. */
export function offer(ndis: Ndis, queue: Queue, head: number): void {
  const slot = queue.Offered % queue.Size;
  const entry = queue.Available + RING.bytes + AVAILABLE_ENTRY_BYTES * slot;
  ndis.memory.write16(virtual(entry), head);
  queue.Offered = (queue.Offered + 1) & INDEX_MASK;
  RING.at(ndis.memory, queue.Available).Idx = queue.Offered;
}

/** Tells the device of what was offered, unless it does not want to hear it. */
export function notify(ndis: Ndis, adapter: Adapter, queue: Queue): void {
  if ((RING.at(ndis.memory, queue.Used).Flags & NO_NOTIFY) !== 0) return;
  writeWord(ndis, adapter, Register.QUEUE_NOTIFY, queue.Index);
}

/** The chain that the device has used next; undefined if there is none. */
export function take(ndis: Ndis, queue: Queue): { Id: number; Length: number } | undefined {
  if (RING.at(ndis.memory, queue.Used).Idx === queue.Taken) return undefined;
  const at = queue.Used + RING.bytes + USED_ENTRY.bytes * (queue.Taken % queue.Size);
  queue.Taken = (queue.Taken + 1) & INDEX_MASK;
  const { Id, Length } = USED_ENTRY.at(ndis.memory, virtual(at));
  return { Id, Length };
}
