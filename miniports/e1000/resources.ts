/** The hardware resources that the PnP manager has assigned: BAR 0 and the interrupt. */
import { NULL, physical, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCE_CONFLICT, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_RANGE,
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
} from '../../ndis/structures/resource-list';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { type Adapter, POOL_TAG } from './adapter';
import { REGISTER_WINDOW_BYTES } from './registers';

/** No PCI function has so many resources that their list is longer than this. */
const RESOURCE_LIST_BYTES_MAX = 1024;
const DESCRIPTOR_BYTES = CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;

/** Finds the adapter's registers and interrupt. */
export function findResources(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): NdisStatus {
  // The first call tells how long the list is.
  const probe = ndis.localBytes(CM_PARTIAL_RESOURCE_LIST.bytes);
  const first = ndis.NdisMQueryAdapterResources(
    WrapperConfigurationContext,
    probe,
    CM_PARTIAL_RESOURCE_LIST.bytes,
  );
  if (first.Status === NDIS_STATUS_SUCCESS)
    return takeResources(ndis, adapter, probe, CM_PARTIAL_RESOURCE_LIST.bytes);
  const byteCount = first.BufferSize;
  if (byteCount <= CM_PARTIAL_RESOURCE_LIST.bytes || byteCount > RESOURCE_LIST_BYTES_MAX)
    return first.Status;
  const memory = ndis.NdisAllocateMemoryWithTag(byteCount, POOL_TAG);
  if (memory.Result !== NDIS_STATUS_SUCCESS) return memory.Result;
  const list = memory.VirtualAddress;
  const second = ndis.NdisMQueryAdapterResources(WrapperConfigurationContext, list, byteCount);
  const status =
    second.Status === NDIS_STATUS_SUCCESS
      ? takeResources(ndis, adapter, list, byteCount)
      : second.Status;
  ndis.NdisFreeMemory(list, byteCount, 0);
  return status;
}

/** Takes what it needs out of a list that lies in `byteCount` bytes. */
function takeResources(
  ndis: Ndis,
  adapter: Adapter,
  address: VirtualAddress,
  byteCount: number,
): NdisStatus {
  const list = CM_PARTIAL_RESOURCE_LIST.at(ndis.memory, address);
  const headBytes = CM_PARTIAL_RESOURCE_LIST.offsets.PartialDescriptors;
  const count = Math.min(list.Count, Math.floor((byteCount - headBytes) / DESCRIPTOR_BYTES));
  let hasRegisters = false;
  let hasInterrupt = false;
  for (let index = 0; index < count; index++) {
    const at = virtual(list.PartialDescriptors + index * DESCRIPTOR_BYTES);
    const { Type, u } = CM_PARTIAL_RESOURCE_DESCRIPTOR.at(ndis.memory, at);
    if (Type === CmResourceTypeMemory && !hasRegisters) {
      const range = CM_RESOURCE_RANGE.at(ndis.memory, u);
      // BAR 0 is the largest memory range; a card's Flash, in BAR 1, may be another.
      hasRegisters = range.Length >= REGISTER_WINDOW_BYTES;
      if (hasRegisters) adapter.RegisterPhysical = physical(range.StartLowPart);
    } else if (Type === CmResourceTypeInterrupt) {
      const { Vector, Level } = CM_RESOURCE_INTERRUPT.at(ndis.memory, u);
      adapter.InterruptVector = Vector;
      adapter.InterruptLevel = Level;
      hasInterrupt = true;
    }
  }
  return hasRegisters && hasInterrupt ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCE_CONFLICT;
}

/** Maps the registers. */
export function mapRegisters(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
    adapter.MiniportAdapterHandle,
    adapter.RegisterPhysical,
    REGISTER_WINDOW_BYTES,
  );
  if (Result === NDIS_STATUS_SUCCESS) adapter.RegisterBase = VirtualAddress;
  return Result;
}

export function unmapRegisters(ndis: Ndis, adapter: Adapter): void {
  if (adapter.RegisterBase === NULL) return;
  ndis.NdisMUnmapIoSpace(
    adapter.MiniportAdapterHandle,
    adapter.RegisterBase,
    REGISTER_WINDOW_BYTES,
  );
  adapter.RegisterBase = NULL;
}
