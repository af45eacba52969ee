/** Completes a set request, and then returns that it is done: oid/completed-twice. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, ...request) {
    const { MiniportAdapterHandle } = ADAPTER.at(ndis.memory, MiniportAdapterContext);
    const answer = setInformation(ndis, MiniportAdapterContext, ...request);
    ndis.NdisMSetInformationComplete(MiniportAdapterHandle, NDIS_STATUS_SUCCESS);
    return answer;
  },
});

export const expected: ExpectedFindings = {
  life: ['oid/completed-twice'],
  start: ['oid/completed-twice'],
};
