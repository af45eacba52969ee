/**
 * Gives the NIC offsets within its ring in place of addresses, so that it writes where no memory
 * is: dma/dma-to-unmapped-memory.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, startReceiver, closeRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status === NDIS_STATUS_SUCCESS) startReceiver(ndis, adapter, 0);
    return status;
  },
  halt: closeRing,
});

export const expected: ExpectedFindings = {
  life: ['dma/dma-to-unmapped-memory'],
  start: ['dma/dma-to-unmapped-memory'],
  'oid-sweep': [],
};
