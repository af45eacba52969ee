/** Completes a set request with the status that says it is pending: oid/completed-with-pending. */
import { NDIS_STATUS_PENDING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, ...request) {
    const { MiniportAdapterHandle } = ADAPTER.at(ndis.memory, MiniportAdapterContext);
    setInformation(ndis, MiniportAdapterContext, ...request);
    ndis.NdisMSetInformationComplete(MiniportAdapterHandle, NDIS_STATUS_PENDING);
    return NDIS_STATUS_PENDING;
  },
});

export const expected: ExpectedFindings = {
  life: ['oid/completed-with-pending'],
  start: ['oid/completed-with-pending'],
  'oid-sweep': [
    'oid/completed-with-pending',
    'oid/multicast-list-not-checked',
    'oid/short-buffer-not-refused',
  ],
};
