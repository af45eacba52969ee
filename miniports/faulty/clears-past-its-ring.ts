/** Clears one byte more than its ring has: dma/shared-memory-overrun. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { RING_BYTES, allocateRing, freeRing, ringVirtualAddress } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status === NDIS_STATUS_SUCCESS)
      ndis.NdisZeroMemory(ringVirtualAddress(ndis), RING_BYTES + 1);
    return status;
  },
  halt: (ndis, adapter) => freeRing(ndis, adapter),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/shared-memory-overrun'],
  life: ['dma/shared-memory-overrun'],
  start: ['dma/shared-memory-overrun'],
};
