/**
 * Frees its receive ring as soon as it has handed it to the NIC, which goes on using it:
 * dma/dma-to-freed-memory.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, freeRing, startReceiver } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    startReceiver(ndis, adapter);
    freeRing(ndis, adapter);
    return status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/memory-freed-while-dma-runs'],
  life: ['dma/dma-to-freed-memory', 'dma/memory-freed-while-dma-runs'],
  start: ['dma/dma-to-freed-memory', 'dma/memory-freed-while-dma-runs'],
  'oid-sweep': ['dma/memory-freed-while-dma-runs'],
};
