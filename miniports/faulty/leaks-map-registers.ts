/** Never frees its map registers: dma/map-registers-not-freed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: (ndis, adapter) =>
    ndis.NdisMAllocateMapRegisters(adapter.MiniportAdapterHandle, 0, 1, 4, 2048),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/map-registers-not-freed'],
  life: ['dma/map-registers-not-freed'],
  start: ['dma/map-registers-not-freed'],
};
