/** The memory that the driver and the device share, and what else DMA needs. */
import { NULL } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { ViewOf } from '../../ndis/layout';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, POOL_TAG, type SHARED_MEMORY } from './adapter';
import { FRAME_BYTES_MAX } from './frame';
import { TX_COPIES_BYTES } from './packet';
import { RX_RING_BYTES } from './receive';
import { DESCRIPTOR_COUNT } from './registers';

type SharedMemory = ViewOf<typeof SHARED_MEMORY>;

/** NDIS_DMA_32BITS. */
const DMA_32_BITS = 1;

/** One map register a descriptor, each for a buffer as long as a frame. Before any shared memory. */
export function allocateMapRegisters(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = ndis.NdisMAllocateMapRegisters(
    adapter.MiniportAdapterHandle,
    0,
    DMA_32_BITS,
    DESCRIPTOR_COUNT,
    FRAME_BYTES_MAX,
  );
  adapter.HasMapRegisters = status === NDIS_STATUS_SUCCESS;
  return status;
}

/** The receive ring, the copies of packets to send, and the frame that is taken off the ring. */
export function allocateBuffers(ndis: Ndis, adapter: Adapter): NdisStatus {
  if (!allocateShared(ndis, adapter, adapter.RxRing, RX_RING_BYTES)) return NDIS_STATUS_RESOURCES;
  if (!allocateShared(ndis, adapter, adapter.TxCopies, TX_COPIES_BYTES))
    return NDIS_STATUS_RESOURCES;
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(FRAME_BYTES_MAX, POOL_TAG);
  if (Result === NDIS_STATUS_SUCCESS) adapter.FrameBuffer = VirtualAddress;
  return Result;
}

/** Frees what there is. NDIS wants all shared memory back before the map registers (ff553523). */
export function freeBuffers(ndis: Ndis, adapter: Adapter): void {
  if (adapter.FrameBuffer !== NULL) ndis.NdisFreeMemory(adapter.FrameBuffer, FRAME_BYTES_MAX, 0);
  adapter.FrameBuffer = NULL;
  freeShared(ndis, adapter, adapter.TxCopies, TX_COPIES_BYTES);
  freeShared(ndis, adapter, adapter.RxRing, RX_RING_BYTES);
  if (adapter.HasMapRegisters) ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
  adapter.HasMapRegisters = false;
}

/** Not cached: neither side needs to be told when the other has written. */
function allocateShared(
  ndis: Ndis,
  adapter: Adapter,
  block: SharedMemory,
  byteCount: number,
): boolean {
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    byteCount,
    false,
  );
  block.VirtualAddress = VirtualAddress;
  block.PhysicalAddress = PhysicalAddress;
  return VirtualAddress !== NULL;
}

function freeShared(ndis: Ndis, adapter: Adapter, block: SharedMemory, byteCount: number): void {
  const { VirtualAddress, PhysicalAddress } = block;
  if (VirtualAddress === NULL) return;
  ndis.NdisMFreeSharedMemory(
    adapter.MiniportAdapterHandle,
    byteCount,
    false,
    VirtualAddress,
    PhysicalAddress,
  );
  block.VirtualAddress = NULL;
}
