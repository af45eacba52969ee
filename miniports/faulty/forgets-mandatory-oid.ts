/** Does not answer OID_GEN_RCV_NO_BUFFER, a mandatory statistic: oid/mandatory-oid-missing. */
import { NDIS_STATUS_NOT_SUPPORTED, OID_GEN_RCV_NO_BUFFER } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    if (Oid === OID_GEN_RCV_NO_BUFFER) return NDIS_STATUS_NOT_SUPPORTED;
    return queryInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/answers-inconsistent', 'oid/mandatory-oid-missing'],
};
