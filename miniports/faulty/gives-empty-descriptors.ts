/**
 * Hands descriptors without buffers to the NIC, which writes to address 0: dma/dma-to-unmapped-
 * memory.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, freeRing, startReceiver, stopReceiver } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status === NDIS_STATUS_SUCCESS) startReceiver(ndis, adapter);
    return status;
  },
  halt(ndis, adapter) {
    stopReceiver(ndis, adapter);
    freeRing(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  life: ['dma/dma-to-unmapped-memory'],
};
