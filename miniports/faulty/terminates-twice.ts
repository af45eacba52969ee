/** Gives the wrapper handle back twice when registration fails: registration/terminated-twice. */
import { NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registrationFailed(ndis, NdisWrapperHandle, status) {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return status;
  },
});

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/terminated-twice'],
};
