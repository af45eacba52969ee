/** Says that it wrote four bytes of a version that has two: oid/byte-count-wrong. */
import { NDIS_STATUS_SUCCESS, OID_GEN_DRIVER_VERSION } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    const answer = queryInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
    if (Oid !== OID_GEN_DRIVER_VERSION || typeof answer !== 'object') return answer;
    return answer.Result === NDIS_STATUS_SUCCESS ? { ...answer, BytesWritten: 4 } : answer;
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/byte-count-wrong', 'oid/short-buffer-not-refused'],
};
