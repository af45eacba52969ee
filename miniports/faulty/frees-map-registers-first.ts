/**
 * Frees its map registers before its shared memory: dma/shared-memory-freed-after-map-registers.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, freeRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    const status = ndis.NdisMAllocateMapRegisters(MiniportAdapterHandle, 0, 1, 4, 2048);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    const allocated = allocateRing(ndis, adapter);
    if (allocated !== NDIS_STATUS_SUCCESS) ndis.NdisMFreeMapRegisters(MiniportAdapterHandle);
    return allocated;
  },
  halt(ndis, adapter) {
    ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
    freeRing(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/shared-memory-freed-after-map-registers'],
  life: ['dma/shared-memory-freed-after-map-registers'],
  start: ['dma/shared-memory-freed-after-map-registers'],
};
