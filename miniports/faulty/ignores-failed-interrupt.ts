/** Succeeds although NdisMRegisterInterrupt failed: registration/initialize-status-wrong. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registerInterrupt(ndis, adapter) {
    RIGHT.registerInterrupt(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/initialize-status-wrong'],
};
