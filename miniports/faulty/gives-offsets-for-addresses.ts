/**
 * Gives the NIC offsets within its ring in place of addresses, so that it writes where no memory
 * is: dma/dma-to-unmapped-memory.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { resetNic } from './small-registers';
import { allocateRing, fillDescriptors, freeRing, startReceiver } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    fillDescriptors(ndis, 0);
    startReceiver(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    resetNic(ndis, adapter);
    freeRing(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  life: ['dma/dma-to-unmapped-memory'],
};
