/** Gives its NIC a descriptor behind the end of the ring: hardware/ring-ownership-broken. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { Register, writeRegister } from './small-registers';
import { allocateRing, closeRing, DESCRIPTOR_COUNT, startReceiver } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const status = allocateRing(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    startReceiver(ndis, adapter);
    writeRegister(ndis, adapter, Register.RDT, DESCRIPTOR_COUNT);
    return NDIS_STATUS_SUCCESS;
  },
  halt: closeRing,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/ring-ownership-broken'],
  life: ['hardware/ring-ownership-broken'],
  start: ['hardware/ring-ownership-broken'],
};
