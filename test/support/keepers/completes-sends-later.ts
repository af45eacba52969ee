/**
 * Is deserialized, queues each packet, and completes all of them once: by a timer, in MiniportReset
 * or in MiniportCancelSendPackets.
 */
import { NDIS_STATUS_REQUEST_ABORTED, NDIS_STATUS_SUCCESS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import {
  cancellingWith,
  completeQueue,
  queueingSends,
} from '../../../miniports/faulty/small-queue';

export const DriverEntry = smallMiniport({
  ...queueingSends(10),
  describe: cancellingWith(NDIS_STATUS_REQUEST_ABORTED),
  reset(ndis, adapter) {
    completeQueue(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
    return NDIS_STATUS_SUCCESS;
  },
});
