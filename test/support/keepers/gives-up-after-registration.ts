/** Registers, then fails for a reason of its own: it may terminate the wrapper, and has to. */
import { NDIS_STATUS_RESOURCES, NULL } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  registered(ndis, NdisWrapperHandle) {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return NDIS_STATUS_RESOURCES;
  },
});
