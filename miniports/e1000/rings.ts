/**
 * The memory that the driver shares with the device, and what it keeps beside it: both rings and
 * their tables, receive buffers each with packet and buffer descriptor, coalesce buffers.
 */
import { NULL, physical, virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, POOL_TAG, RX_BUFFER, type SharedMemory, TX_SLOT } from './adapter';
import { COALESCE_BYTES } from './coalesce';
import { DESCRIPTOR_BYTES, RING_ALIGNMENT_BYTES } from './descriptors';
import { HEADER_BYTES } from './frame';
import { setPacketHeaderSize, setReservedPointer } from './packet';

/** RCTL.BSIZE as it is after a reset (8254x SDM 13.4.22). */
export const RX_BUFFER_BYTES = 2048;

/** PROTOCOL_RESERVED_SIZE_IN_PACKET (DDK ndis.h): what protocols expect in a packet for them. */
const PROTOCOL_RESERVED_BYTES = 16;

/** Allocates shared memory, which need not be flushed: it is not cached. */
function allocateShared(
  ndis: Ndis,
  adapter: Adapter,
  block: SharedMemory,
  byteCount: number,
): NdisStatus {
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    byteCount,
    false,
  );
  if (VirtualAddress === NULL) return NDIS_STATUS_RESOURCES;
  block.VirtualAddress = VirtualAddress;
  block.PhysicalAddress = PhysicalAddress;
  block.Length = byteCount;
  return NDIS_STATUS_SUCCESS;
}

function freeShared(ndis: Ndis, adapter: Adapter, block: SharedMemory): void {
  if (block.VirtualAddress === NULL) return;
  ndis.NdisMFreeSharedMemory(
    adapter.MiniportAdapterHandle,
    block.Length,
    false,
    block.VirtualAddress,
    block.PhysicalAddress,
  );
  block.VirtualAddress = NULL;
}

/** Both rings, in one block. Each begins on a 16-byte boundary, as the device sees it. */
export function allocateRings(ndis: Ndis, adapter: Adapter): NdisStatus {
  const txBytes = adapter.TxCount * DESCRIPTOR_BYTES;
  const rxBytes = adapter.RxCount * DESCRIPTOR_BYTES;
  const block = adapter.Rings;
  const byteCount = txBytes + rxBytes + RING_ALIGNMENT_BYTES;
  const status = allocateShared(ndis, adapter, block, byteCount);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  ndis.NdisZeroMemory(block.VirtualAddress, byteCount);
  const { VirtualAddress, PhysicalAddress } = block;
  const skip = -PhysicalAddress & (RING_ALIGNMENT_BYTES - 1);
  adapter.TxRing = virtual(VirtualAddress + skip);
  adapter.TxRingPhysical = physical(PhysicalAddress + skip);
  // The transmit ring is a multiple of 128 bytes long, so that the other is aligned as well.
  adapter.RxRing = virtual(VirtualAddress + skip + txBytes);
  adapter.RxRingPhysical = physical(PhysicalAddress + skip + txBytes);
  return NDIS_STATUS_SUCCESS;
}

/** RX_BUFFERs, and what the driver knows of each descriptor, in one block. */
export function allocateTables(ndis: Ndis, adapter: Adapter): NdisStatus {
  const bufferBytes = adapter.RxBufferCount * RX_BUFFER.bytes;
  const txSlotBytes = adapter.TxCount * TX_SLOT.bytes;
  const byteCount = bufferBytes + txSlotBytes + 4 * adapter.RxCount;
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(byteCount, POOL_TAG);
  if (Result !== NDIS_STATUS_SUCCESS) return Result;
  ndis.NdisZeroMemory(VirtualAddress, byteCount);
  adapter.Tables = VirtualAddress;
  adapter.TablesBytes = byteCount;
  adapter.RxBuffers = VirtualAddress;
  adapter.TxSlots = virtual(VirtualAddress + bufferBytes);
  adapter.RxSlots = virtual(VirtualAddress + bufferBytes + txSlotBytes);
  return NDIS_STATUS_SUCCESS;
}

export function allocateBuffers(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = allocateShared(ndis, adapter, adapter.CoalesceData, COALESCE_BYTES);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  const receiveBytes = adapter.RxBufferCount * RX_BUFFER_BYTES;
  return allocateShared(ndis, adapter, adapter.ReceiveData, receiveBytes);
}

/** The pools, and from them a packet with one buffer for each receive buffer. */
export function allocatePackets(ndis: Ndis, adapter: Adapter): NdisStatus {
  const count = adapter.RxBufferCount;
  const packets = ndis.NdisAllocatePacketPool(count, PROTOCOL_RESERVED_BYTES);
  if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
  adapter.PacketPool = packets.PoolHandle;
  const buffers = ndis.NdisAllocateBufferPool(count);
  if (buffers.Status !== NDIS_STATUS_SUCCESS) return buffers.Status;
  adapter.BufferPool = buffers.PoolHandle;
  for (let index = 0; index < count; index++) {
    const status = createReceiveBuffer(ndis, adapter, index);
    if (status !== NDIS_STATUS_SUCCESS) return status;
  }
  return NDIS_STATUS_SUCCESS;
}

function createReceiveBuffer(ndis: Ndis, adapter: Adapter, index: number): NdisStatus {
  const { VirtualAddress, PhysicalAddress } = adapter.ReceiveData;
  const buffer = rxBufferAt(ndis, adapter, index);
  const offset = index * RX_BUFFER_BYTES;
  buffer.VirtualAddress = virtual(VirtualAddress + offset);
  buffer.PhysicalAddress = physical(PhysicalAddress + offset);
  const mdl = ndis.NdisAllocateBuffer(adapter.BufferPool, buffer.VirtualAddress, RX_BUFFER_BYTES);
  if (mdl.Status !== NDIS_STATUS_SUCCESS) return mdl.Status;
  buffer.Buffer = mdl.Buffer;
  const packet = ndis.NdisAllocatePacket(adapter.PacketPool);
  if (packet.Status !== NDIS_STATUS_SUCCESS) return packet.Status;
  buffer.Packet = packet.Packet;
  ndis.NdisChainBufferAtFront(packet.Packet, mdl.Buffer);
  setPacketHeaderSize(ndis, packet.Packet, HEADER_BYTES);
  setReservedPointer(ndis, packet.Packet, buffer.address);
  return NDIS_STATUS_SUCCESS;
}

function rxBufferAt(ndis: Ndis, adapter: Adapter, index: number) {
  return RX_BUFFER.at(ndis.memory, virtual(adapter.RxBuffers + index * RX_BUFFER.bytes));
}

/** Undoes allocatePackets, as far as it came. */
function freePackets(ndis: Ndis, adapter: Adapter): void {
  const count = adapter.Tables === NULL ? 0 : adapter.RxBufferCount;
  for (let index = count - 1; index >= 0; index--) {
    const buffer = rxBufferAt(ndis, adapter, index);
    if (buffer.Packet !== NULL) {
      ndis.NdisUnchainBufferAtFront(buffer.Packet);
      ndis.NdisFreePacket(buffer.Packet);
    }
    if (buffer.Buffer !== NULL) ndis.NdisFreeBuffer(buffer.Buffer);
  }
  if (adapter.BufferPool !== 0) ndis.NdisFreeBufferPool(adapter.BufferPool);
  if (adapter.PacketPool !== 0) ndis.NdisFreePacketPool(adapter.PacketPool);
}

/** Undoes whatever of this file was done for an adapter, in the inverse order. */
export function freeRings(ndis: Ndis, adapter: Adapter): void {
  freePackets(ndis, adapter);
  freeShared(ndis, adapter, adapter.ReceiveData);
  freeShared(ndis, adapter, adapter.CoalesceData);
  if (adapter.Tables !== NULL) ndis.NdisFreeMemory(adapter.Tables, adapter.TablesBytes, 0);
  freeShared(ndis, adapter, adapter.Rings);
}
