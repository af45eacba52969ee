/**
 * Map registers for the faulty drivers that map what they are given to send: the steps `initialize`
 * and `halt`, and a mapping of the first buffer of a packet. NDIS 5.1: NdisMAllocateMapRegisters,
 * NdisMStartBufferPhysicalMapping.
 */
import {
  BOOLEAN,
  NDIS_PHYSICAL_ADDRESS_UNIT,
  NDIS_STATUS_SUCCESS,
  layout,
  type Ndis,
  type NdisStatus,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../ndis';
import type { Adapter } from './small-adapter';

export const MAP_REGISTER_COUNT = 2;
const FRAME_BYTES_MAX = 1514;
/** Ranges of one buffer: a frame spans two pages at most. */
const RANGE_COUNT_MAX = 2;

const HELD = layout('HELD', undefined, { HasMapRegisters: BOOLEAN });

export function allocateMapRegisters(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = ndis.NdisMAllocateMapRegisters(
    adapter.MiniportAdapterHandle,
    0,
    1,
    MAP_REGISTER_COUNT,
    FRAME_BYTES_MAX,
  );
  ndis.global(HELD).HasMapRegisters = status === NDIS_STATUS_SUCCESS;
  return status;
}

export function freeMapRegisters(ndis: Ndis, adapter: Adapter): void {
  const held = ndis.global(HELD);
  if (held.HasMapRegisters) ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
  held.HasMapRegisters = false;
}

export const firstBufferOf = (ndis: Ndis, Packet: VirtualAddress): VirtualAddress =>
  ndis.NdisQueryPacket(Packet).FirstBuffer;

/** Where the NIC can read the buffer; undefined if it lies in more than one piece. */
export function startMapping(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  mapRegister: number,
): PhysicalAddress | undefined {
  const ranges = ndis.localBytes(RANGE_COUNT_MAX * NDIS_PHYSICAL_ADDRESS_UNIT.bytes);
  const { MiniportAdapterHandle } = adapter;
  const { ArraySize } = ndis.NdisMStartBufferPhysicalMapping(
    MiniportAdapterHandle,
    buffer,
    mapRegister,
    true,
    ranges,
  );
  if (ArraySize !== 1) return undefined;
  return NDIS_PHYSICAL_ADDRESS_UNIT.at(ndis.memory, ranges).PhysicalAddress;
}

export function completeMapping(
  ndis: Ndis,
  adapter: Adapter,
  buffer: VirtualAddress,
  mapRegister: number,
): void {
  const { MiniportAdapterHandle } = adapter;
  ndis.NdisMCompleteBufferPhysicalMapping(MiniportAdapterHandle, buffer, mapRegister);
}
