/**
 * Keeps the handle of its first adapter alone, and releases by it what belongs to others:
 * resource/other-adapters-handle.
 */
import { NDIS_HANDLE, NULL, layout, type NdisHandle } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

const FIRST = layout('FIRST', undefined, { MiniportAdapterHandle: NDIS_HANDLE });

export const DriverEntry = smallMiniport({
  mapRegisters(ndis, adapter) {
    const first = ndis.global(FIRST);
    if (first.MiniportAdapterHandle === 0)
      first.MiniportAdapterHandle = adapter.MiniportAdapterHandle;
    return RIGHT.mapRegisters(ndis, adapter);
  },
  unmapRegisters(ndis, adapter) {
    const first = ndis.global(FIRST);
    const { MiniportAdapterHandle } = first;
    if (adapter.Registers !== NULL)
      ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, adapter.Registers, adapter.MemoryBytes);
    adapter.Registers = NULL;
    if (adapter.MiniportAdapterHandle === MiniportAdapterHandle)
      first.MiniportAdapterHandle = 0 as NdisHandle;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/other-adapters-handle'],
  life: ['resource/other-adapters-handle'],
  start: ['resource/other-adapters-handle'],
};
