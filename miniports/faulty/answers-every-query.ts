/** Says yes to every query, known or not: oid/unknown-oid-not-refused. */
import { NDIS_STATUS_NOT_SUPPORTED, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(...request) {
    const answer = queryInformation(...request);
    return answer === NDIS_STATUS_NOT_SUPPORTED ? NDIS_STATUS_SUCCESS : answer;
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/unknown-oid-not-refused'],
  power: ['power/hardware-accessed-in-d3'],
};
