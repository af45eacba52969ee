/** Queues each packet for two seconds, and nobody can cancel it: packet/cancel-not-supported. */
import { NDIS_STATUS_REQUEST_ABORTED, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { completeQueue, queueingSends } from './small-queue';

export const DriverEntry = smallMiniport({
  ...queueingSends(2000),
  reset(ndis, adapter) {
    completeQueue(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/cancel-not-supported'],
};
