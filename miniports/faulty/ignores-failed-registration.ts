/**
 * Returns the failure of NdisMRegisterMiniport without NdisTerminateWrapper:
 * registration/wrapper-not-terminated.
 */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registrationFailed: (_ndis, _NdisWrapperHandle, status) => status,
});

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/wrapper-not-terminated'],
};
