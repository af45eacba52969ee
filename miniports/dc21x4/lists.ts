/**
 * The memory that the driver and the device share: two chains of descriptors, each with a buffer of
 * its own, and the setup frame. HRM, "Descriptor Lists and Data Buffers".
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { ViewOf } from '../../ndis/layout';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { FRAME_BYTES_MAX } from './frame';
import { CHAINED, DESCRIPTOR, OWN } from './registers';

/** Of each chain. */
export const DESCRIPTOR_COUNT = 16;
/** A frame with its FCS, on a boundary of a cache line; a multiple of a longword. */
export const BUFFER_BYTES = 1536;
export const BUFFERS_BYTES = DESCRIPTOR_COUNT * BUFFER_BYTES;
const SETUP_BYTES = 192;

const TX_CHAIN_OFFSET = 0;
const RX_CHAIN_OFFSET = TX_CHAIN_OFFSET + DESCRIPTOR_COUNT * DESCRIPTOR.bytes;
const SETUP_OFFSET = RX_CHAIN_OFFSET + DESCRIPTOR_COUNT * DESCRIPTOR.bytes;
const TX_BUFFERS_OFFSET = SETUP_OFFSET + SETUP_BYTES;
const RX_BUFFERS_OFFSET = TX_BUFFERS_OFFSET + BUFFERS_BYTES;
const SHARED_BYTES = RX_BUFFERS_OFFSET + BUFFERS_BYTES;
/** NDIS_DMA_32BITS. */
const DMA_32_BITS = 1;

type Descriptor = ViewOf<typeof DESCRIPTOR>;

/** NDIS wants map registers of a bus master before any shared memory, and gets one. */
export function allocateMapRegisters(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = ndis.NdisMAllocateMapRegisters(
    adapter.MiniportAdapterHandle,
    0,
    DMA_32_BITS,
    1,
    FRAME_BYTES_MAX,
  );
  adapter.HasMapRegisters = status === NDIS_STATUS_SUCCESS;
  return status;
}

/** Not cached: neither side needs to be told when the other has written. */
export function allocateLists(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    SHARED_BYTES,
    false,
  );
  adapter.SharedMemory = VirtualAddress;
  adapter.SharedAddress = PhysicalAddress;
  return VirtualAddress === NULL ? NDIS_STATUS_RESOURCES : NDIS_STATUS_SUCCESS;
}

/** Frees what there is, shared memory before map registers (ff553523). */
export function freeLists(ndis: Ndis, adapter: Adapter): void {
  const { MiniportAdapterHandle, SharedMemory, SharedAddress } = adapter;
  if (SharedMemory !== NULL)
    ndis.NdisMFreeSharedMemory(
      MiniportAdapterHandle,
      SHARED_BYTES,
      false,
      SharedMemory,
      SharedAddress,
    );
  adapter.SharedMemory = NULL;
  if (adapter.HasMapRegisters) ndis.NdisMFreeMapRegisters(MiniportAdapterHandle);
  adapter.HasMapRegisters = false;
}

/** Both chains anew: all of the transmit chain is the driver's, all of the other the device's. */
export function createChains(ndis: Ndis, adapter: Adapter): void {
  for (let index = 0; index < DESCRIPTOR_COUNT; index++) {
    const following = ((index + 1) % DESCRIPTOR_COUNT) * DESCRIPTOR.bytes;
    const tx = txDescriptor(ndis, adapter, index);
    tx.Status = 0;
    tx.Next = txChainAddress(adapter) + following;
    const rx = rxDescriptor(ndis, adapter, index);
    rx.Control = CHAINED | BUFFER_BYTES;
    rx.Buffer = adapter.SharedAddress + RX_BUFFERS_OFFSET + index * BUFFER_BYTES;
    rx.Next = rxChainAddress(adapter) + following;
    rx.Status = OWN;
  }
}

export function txChainAddress(adapter: Adapter): number {
  return adapter.SharedAddress + TX_CHAIN_OFFSET;
}

export function rxChainAddress(adapter: Adapter): number {
  return adapter.SharedAddress + RX_CHAIN_OFFSET;
}

export function txDescriptor(ndis: Ndis, adapter: Adapter, index: number): Descriptor {
  const offset = TX_CHAIN_OFFSET + index * DESCRIPTOR.bytes;
  return DESCRIPTOR.at(ndis.memory, virtual(adapter.SharedMemory + offset));
}

export function rxDescriptor(ndis: Ndis, adapter: Adapter, index: number): Descriptor {
  const offset = RX_CHAIN_OFFSET + index * DESCRIPTOR.bytes;
  return DESCRIPTOR.at(ndis.memory, virtual(adapter.SharedMemory + offset));
}

export function rxBuffer(adapter: Adapter, index: number): VirtualAddress {
  return virtual(adapter.SharedMemory + RX_BUFFERS_OFFSET + index * BUFFER_BYTES);
}

export function txBuffer(adapter: Adapter, index: number): VirtualAddress {
  return virtual(adapter.SharedMemory + TX_BUFFERS_OFFSET + index * BUFFER_BYTES);
}

export function setupFrame(adapter: Adapter): VirtualAddress {
  return virtual(adapter.SharedMemory + SETUP_OFFSET);
}

/** Hands the buffer of a transmit descriptor over: `byteCount` bytes, with these bits of TDES1. */
export function handOver(
  ndis: Ndis,
  adapter: Adapter,
  index: number,
  byteCount: number,
  flags: number,
): void {
  const descriptor = txDescriptor(ndis, adapter, index);
  descriptor.Buffer = adapter.SharedAddress + TX_BUFFERS_OFFSET + index * BUFFER_BYTES;
  descriptor.Control = (CHAINED | flags | byteCount) >>> 0;
  descriptor.Status = OWN;
}

/** The same with the setup frame. */
export function handOverSetup(ndis: Ndis, adapter: Adapter, index: number, flags: number): void {
  const descriptor = txDescriptor(ndis, adapter, index);
  descriptor.Buffer = adapter.SharedAddress + SETUP_OFFSET;
  descriptor.Control = (CHAINED | flags | SETUP_BYTES) >>> 0;
  descriptor.Status = OWN;
}
