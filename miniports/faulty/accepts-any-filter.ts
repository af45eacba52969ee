/** Accepts a packet filter of types that there are not: oid/unsupported-filter-accepted. */
import {
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
  OID_GEN_CURRENT_PACKET_FILTER,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    const answer = setInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
    const isRefused = answer === NDIS_STATUS_NOT_SUPPORTED;
    if (Oid !== OID_GEN_CURRENT_PACKET_FILTER || !isRefused) return answer;
    return { Result: NDIS_STATUS_SUCCESS, BytesRead: 4, BytesNeeded: 0 };
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/unsupported-filter-accepted'],
};
