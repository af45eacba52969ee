/** Counts the header in OID_GEN_MAXIMUM_FRAME_SIZE: oid/answers-inconsistent. */
import { OID_GEN_MAXIMUM_FRAME_SIZE, OID_GEN_MAXIMUM_TOTAL_SIZE } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    const asked = Oid === OID_GEN_MAXIMUM_FRAME_SIZE ? OID_GEN_MAXIMUM_TOTAL_SIZE : Oid;
    return queryInformation(ndis, MiniportAdapterContext, asked, ...buffer);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/answers-inconsistent'],
};
