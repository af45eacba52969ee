/**
 * Gives the NIC the virtual addresses of its buffers in place of the physical ones:
 * dma/virtual-address-given-to-device.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, ringVirtualAddress, startReceiver, closeRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status === NDIS_STATUS_SUCCESS) startReceiver(ndis, adapter, ringVirtualAddress(ndis));
    return status;
  },
  halt: closeRing,
});

export const expected: ExpectedFindings = {
  life: ['dma/virtual-address-given-to-device'],
  start: ['dma/virtual-address-given-to-device'],
  'oid-sweep': [],
};
