/** Gives cancelled packets back with a failure of its own: packet/cancelled-with-other-status. */
import { NDIS_STATUS_FAILURE, NDIS_STATUS_REQUEST_ABORTED, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { cancellingWith, completeQueue, queueingSends } from './small-queue';

export const DriverEntry = smallMiniport({
  ...queueingSends(10),
  describe: cancellingWith(NDIS_STATUS_FAILURE),
  reset(ndis, adapter) {
    completeQueue(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/cancelled-with-other-status'],
};
