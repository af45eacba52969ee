/**
 * Returns a status of its own when NdisMRegisterMiniport fails: registration/status-not-returned.
 */
import { NDIS_STATUS_FAILURE, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registrationFailed(ndis, NdisWrapperHandle) {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return NDIS_STATUS_FAILURE;
  },
});

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/status-not-returned'],
};
