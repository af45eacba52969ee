/**
 * The memory that the driver and the device share: the queues, and for each way so many buffers; and
 * the packets that received frames are indicated in.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, BUFFER_COUNT } from './adapter';
import { FRAME_BYTES_MAX, HEADER_BYTES } from './frame';
import { setPacketHeaderSize } from './packet';
import { PAGE_BYTES, placeQueue, queueBytes, toPages } from './virtqueue';

/** The header of a packet lies at the start of its buffer, the frame behind it, aligned. */
export const FRAME_OFFSET = 16;
const BUFFER_BYTES = 1536;
export const BUFFERS_BYTES = BUFFER_COUNT * BUFFER_BYTES;
/** Command, data and answer. */
export const CONTROL_BYTES = 1024;
/** NDIS_DMA_32BITS. */
const DMA_32_BITS = 1;
const POINTER_BYTES = 4;
/** PROTOCOL_RESERVED_SIZE_IN_PACKET (ndis.h). */
const PROTOCOL_RESERVED_BYTES = 16;

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

/** Queues begin at a page; so much more is asked for that there is one. */
export function allocateShared(ndis: Ndis, adapter: Adapter): NdisStatus {
  const queues = [adapter.Receive, adapter.Transmit, adapter.Control];
  const present = queues.filter(({ Size }) => Size > 0);
  const sizes = present.map(({ Size }) => queueBytes(Size));
  const queuesBytes = sizes.reduce((sum, bytes) => sum + bytes, 0);
  adapter.SharedBytes = PAGE_BYTES + queuesBytes + 2 * BUFFERS_BYTES + CONTROL_BYTES;
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    adapter.SharedBytes,
    false,
  );
  if (VirtualAddress === NULL) return NDIS_STATUS_RESOURCES;
  adapter.SharedMemory = VirtualAddress;
  adapter.SharedAddress = PhysicalAddress;
  let physical = toPages(PhysicalAddress);
  let address = VirtualAddress + (physical - PhysicalAddress);
  present.forEach((queue, index) => {
    placeQueue(queue, address, physical);
    address += sizes[index];
    physical += sizes[index];
  });
  adapter.Buffers = virtual(address);
  adapter.BuffersPhysical = physical;
  return NDIS_STATUS_SUCCESS;
}

/** A packet and a buffer descriptor for the frame of every receive buffer. */
export function allocatePackets(ndis: Ndis, adapter: Adapter): NdisStatus {
  const packets = ndis.NdisAllocatePacketPool(BUFFER_COUNT, PROTOCOL_RESERVED_BYTES);
  if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
  adapter.PacketPool = packets.PoolHandle;
  const buffers = ndis.NdisAllocateBufferPool(BUFFER_COUNT);
  if (buffers.Status !== NDIS_STATUS_SUCCESS) return buffers.Status;
  adapter.BufferPool = buffers.PoolHandle;
  for (let index = 0; index < BUFFER_COUNT; index++) {
    const status = allocatePacket(ndis, adapter, index);
    if (status !== NDIS_STATUS_SUCCESS) return status;
  }
  return NDIS_STATUS_SUCCESS;
}

function allocatePacket(ndis: Ndis, adapter: Adapter, index: number): NdisStatus {
  const frame = rxFrame(adapter, index);
  const buffer = ndis.NdisAllocateBuffer(adapter.BufferPool, frame, FRAME_BYTES_MAX);
  if (buffer.Status !== NDIS_STATUS_SUCCESS) return buffer.Status;
  setPointer(ndis, adapter.RxBufferDescriptors, index, buffer.Buffer);
  const packet = ndis.NdisAllocatePacket(adapter.PacketPool);
  if (packet.Status !== NDIS_STATUS_SUCCESS) return packet.Status;
  setPointer(ndis, adapter.RxPackets, index, packet.Packet);
  ndis.NdisChainBufferAtFront(packet.Packet, buffer.Buffer);
  setPacketHeaderSize(ndis, packet.Packet, HEADER_BYTES);
  return NDIS_STATUS_SUCCESS;
}

/** Frees what there is, in the inverse order; shared memory before map registers (ff553523). */
export function freeMemory(ndis: Ndis, adapter: Adapter): void {
  for (let index = 0; index < BUFFER_COUNT; index++) {
    const packet = pointerAt(ndis, adapter.RxPackets, index);
    if (packet !== NULL) {
      ndis.NdisUnchainBufferAtFront(packet);
      ndis.NdisFreePacket(packet);
    }
    const buffer = pointerAt(ndis, adapter.RxBufferDescriptors, index);
    if (buffer !== NULL) ndis.NdisFreeBuffer(buffer);
  }
  if (adapter.BufferPool !== 0) ndis.NdisFreeBufferPool(adapter.BufferPool);
  if (adapter.PacketPool !== 0) ndis.NdisFreePacketPool(adapter.PacketPool);
  const { MiniportAdapterHandle, SharedMemory, SharedAddress, SharedBytes } = adapter;
  if (SharedMemory !== NULL)
    ndis.NdisMFreeSharedMemory(
      MiniportAdapterHandle,
      SharedBytes,
      false,
      SharedMemory,
      SharedAddress,
    );
  if (adapter.HasMapRegisters) ndis.NdisMFreeMapRegisters(MiniportAdapterHandle);
}

/* Buffers by their index: those received into, those sent from, and that of commands. */

export function rxFrame(adapter: Adapter, index: number): VirtualAddress {
  return virtual(adapter.Buffers + index * BUFFER_BYTES + FRAME_OFFSET);
}

export function rxPhysical(adapter: Adapter, index: number): number {
  return adapter.BuffersPhysical + index * BUFFER_BYTES;
}

export function txFrame(adapter: Adapter, index: number): VirtualAddress {
  return virtual(adapter.Buffers + BUFFERS_BYTES + index * BUFFER_BYTES + FRAME_OFFSET);
}

export function txPhysical(adapter: Adapter, index: number): number {
  return adapter.BuffersPhysical + BUFFERS_BYTES + index * BUFFER_BYTES;
}

export function controlBuffer(adapter: Adapter): VirtualAddress {
  return virtual(adapter.Buffers + 2 * BUFFERS_BYTES);
}

export function controlPhysical(adapter: Adapter): number {
  return adapter.BuffersPhysical + 2 * BUFFERS_BYTES;
}

/** An element of an array of pointers. */
export function pointerAt(ndis: Ndis, array: number, index: number): VirtualAddress {
  return virtual(ndis.memory.read32(virtual(array + POINTER_BYTES * index)));
}

export function setPointer(ndis: Ndis, array: number, index: number, value: number): void {
  ndis.memory.write32(virtual(array + POINTER_BYTES * index), value);
}
