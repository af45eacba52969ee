/** Packets to send: given to the device as they lie in memory, or copied to where it can read them. */
import {
  NULL,
  type PhysicalAddress,
  physical,
  virtual,
  type VirtualAddress,
} from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_PHYSICAL_ADDRESS_UNIT } from '../../ndis/structures/dma';
import type { Adapter } from './adapter';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN } from './frame';
import { DESCRIPTOR_COUNT } from './registers';

/** MM_PAGE_PRIORITY (DDK wdm.h): how hard the system tries to map a buffer. */
export const NormalPagePriority = 16;

/** A descriptor's place in TxCopies: a frame, on a boundary of a cache line. */
const COPY_BYTES = 1536;
export const TX_COPIES_BYTES = DESCRIPTOR_COUNT * COPY_BYTES;

/** A frame spans two pages at most. */
const RANGE_COUNT_MAX = 2;
/** The device reads doublewords (data sheet, chapter 6, TSAD). */
const ALIGNMENT_MASK = 3;

/**
 * Maps the one buffer of a packet with a descriptor's own map register. Undefined if the device
 * cannot read it there: it lies at no doubleword, or in two pieces.
 */
export function mapBuffer(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  descriptor: number,
): PhysicalAddress | undefined {
  if ((ndis.NdisQueryBufferOffset(buffer).Offset & ALIGNMENT_MASK) !== 0) return undefined;
  const { MiniportAdapterHandle } = adapter;
  const ranges = ndis.localBytes(RANGE_COUNT_MAX * NDIS_PHYSICAL_ADDRESS_UNIT.bytes);
  ndis.NdisFlushBuffer(buffer, true);
  const { ArraySize } = ndis.NdisMStartBufferPhysicalMapping(
    MiniportAdapterHandle,
    buffer,
    descriptor,
    true,
    ranges,
  );
  if (ArraySize === 1) return NDIS_PHYSICAL_ADDRESS_UNIT.at(ndis.memory, ranges).PhysicalAddress;
  ndis.NdisMCompleteBufferPhysicalMapping(MiniportAdapterHandle, buffer, descriptor);
  return undefined;
}

/**
 * Copies the buffers of a packet to a descriptor's place in TxCopies, with zeros behind a frame that
 * is too short: the device pads nothing. Undefined if a buffer cannot be mapped.
 */
export function copyPacket(
  ndis: Ndis,
  adapter: Adapter,
  firstBuffer: VirtualAddress,
  descriptor: number,
): PhysicalAddress | undefined {
  const { VirtualAddress, PhysicalAddress } = adapter.TxCopies;
  const offset = descriptor * COPY_BYTES;
  const copy = VirtualAddress + offset;
  let byteCount = 0;
  // The chain ends: NdisQueryPacket has counted its bytes.
  for (let buffer = firstBuffer; buffer !== NULL;) {
    const { VirtualAddress: data, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (data === NULL || byteCount + Length > FRAME_BYTES_MAX) return undefined;
    if (Length > 0) ndis.NdisMoveMemory(virtual(copy + byteCount), data, Length);
    byteCount += Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  if (byteCount < FRAME_BYTES_MIN)
    ndis.NdisZeroMemory(virtual(copy + byteCount), FRAME_BYTES_MIN - byteCount);
  return physical(PhysicalAddress + offset);
}
