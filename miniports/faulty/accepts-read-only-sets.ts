/** Accepts to be set what it only can be asked for: oid/read-only-set-accepted. */
import { NDIS_STATUS_SUCCESS, OID_GEN_LINK_SPEED } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
    if (Oid === OID_GEN_LINK_SPEED) return NDIS_STATUS_SUCCESS;
    return setInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/read-only-set-accepted'],
};
