/**
 * Registers an unload handler with the wrapper handle that it has given back:
 * registration/wrapper-used-after-termination.
 */
import { NULL, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const MiniportUnload: Handler<'MiniportUnload'> = () => undefined;

export const DriverEntry = smallMiniport({
  registrationFailed(ndis, NdisWrapperHandle, status) {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
    return status;
  },
});

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/wrapper-used-after-termination'],
};
