/**
 * Gives the NIC the virtual addresses of its buffers in place of the physical ones:
 * dma/virtual-address-given-to-device.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { resetNic } from './small-registers';
import {
  allocateRing,
  fillDescriptors,
  freeRing,
  ringVirtualAddress,
  startReceiver,
} from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    fillDescriptors(ndis, ringVirtualAddress(ndis));
    startReceiver(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    resetNic(ndis, adapter);
    freeRing(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  life: ['dma/virtual-address-given-to-device'],
};
