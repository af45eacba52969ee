/**
 * Frees its receive ring in MiniportHalt before it stops the receiver:
 * dma/memory-freed-while-dma-runs.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, freeRing, startReceiver } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status === NDIS_STATUS_SUCCESS) startReceiver(ndis, adapter);
    return status;
  },
  halt: (ndis, adapter) => freeRing(ndis, adapter),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/memory-freed-while-dma-runs'],
  life: ['dma/memory-freed-while-dma-runs'],
  start: ['dma/memory-freed-while-dma-runs'],
};
