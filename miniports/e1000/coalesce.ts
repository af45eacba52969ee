/**
 * Packets of so many fragments that describing each would choke the ring: they are copied to a
 * buffer that the driver shares with the device. There are few such buffers, for there are few such
 * packets.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { FRAME_BYTES_MAX } from './frame';

const COALESCE_BUFFER_COUNT = 4;
const COALESCE_BUFFER_BYTES = 2048;
export const COALESCE_BYTES = COALESCE_BUFFER_COUNT * COALESCE_BUFFER_BYTES;
/** CoalesceFree when none is in use. */
export const ALL_COALESCE_BUFFERS = (1 << COALESCE_BUFFER_COUNT) - 1;

/** MM_PAGE_PRIORITY (DDK wdm.h): how hard the system tries to map a buffer. */
const NormalPagePriority = 16;

/** A frame spans two pages at most, so more than this has been cut into pieces on purpose. */
const FRAGMENT_COUNT_MAX = 16;

export function isMadeOfTooMany(fragmentCount: number): boolean {
  return fragmentCount > FRAGMENT_COUNT_MAX;
}

/** A packet's copy, and the bit of CoalesceFree that it took. */
export interface Copy {
  /** Below 4 GB, as all shared memory of an adapter without 64-bit addresses. */
  readonly physical: number;
  readonly byteCount: number;
  readonly bit: number;
}

/**
 * Copies a packet to a free coalesce buffer, of which there must be one. Undefined if the packet is
 * too long or cannot be mapped, and then nothing is taken. Under SendLock.
 */
export function coalesce(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): Copy | undefined {
  const free = adapter.CoalesceFree;
  const bit = free & -free;
  const offset = COALESCE_BUFFER_BYTES * (31 - Math.clz32(bit));
  const { VirtualAddress, PhysicalAddress } = adapter.CoalesceData;
  const { FirstBuffer, TotalPacketLength } = ndis.NdisQueryPacket(packet);
  if (TotalPacketLength === 0 || TotalPacketLength > FRAME_BYTES_MAX) return undefined;
  let byteCount = 0;
  // The chain ends, for its bytes have been counted: NdisQueryPacket has walked it.
  for (let buffer = FirstBuffer; buffer !== NULL;) {
    const { VirtualAddress: data, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (data === NULL || byteCount + Length > FRAME_BYTES_MAX) return undefined;
    if (Length > 0) ndis.NdisMoveMemory(virtual(VirtualAddress + offset + byteCount), data, Length);
    byteCount += Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  adapter.CoalesceFree = free & ~bit;
  return { physical: PhysicalAddress + offset, byteCount, bit };
}

/** `bit` as TX_SLOT has it: 0 if the descriptor points to no coalesce buffer. */
export function releaseCoalesceBuffer(adapter: Adapter, bit: number): void {
  if (bit !== 0) adapter.CoalesceFree |= bit;
}
