/** Unmaps the registers whether it has mapped them or not: resource/bad-handle. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  unmapRegisters: (ndis, adapter) =>
    ndis.NdisMUnmapIoSpace(adapter.MiniportAdapterHandle, adapter.Registers, adapter.MemoryBytes),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/bad-handle'],
};
