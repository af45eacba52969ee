/** Passes and returns the least and greatest values that the types hold. */
import { NDIS_STATUS_HARD_ERRORS, NDIS_STATUS_SUCCESS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisMSleep(0);
    ndis.NdisStallExecution(0);
    ndis.NdisFillMemory(ndis.localBytes(1), 1, 0xff);
    ndis.NdisZeroMemory(ndis.localBytes(8), 0);
    return NDIS_STATUS_SUCCESS;
  },
  reset: () => NDIS_STATUS_HARD_ERRORS,
});
