/**
 * Unmaps the registers with another length than it mapped:
 * resource/io-space-unmapped-with-other-arguments.
 */
import { NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  unmapRegisters(ndis, adapter) {
    const { MiniportAdapterHandle, Registers, MemoryBytes } = adapter;
    if (Registers !== NULL)
      ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, Registers, MemoryBytes - 1);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/io-space-unmapped-with-other-arguments'],
  life: ['resource/io-space-unmapped-with-other-arguments'],
  start: ['resource/io-space-unmapped-with-other-arguments'],
};
