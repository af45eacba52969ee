/**
 * Gives the wrapper handle back although it is registered and DriverEntry succeeds:
 * registration/terminated-after-success.
 */
import { NDIS_STATUS_SUCCESS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registered(ndis, NdisWrapperHandle) {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/terminated-after-success'],
  life: ['registration/terminated-after-success'],
  start: ['registration/terminated-after-success'],
};
