/** Accepts a multicast list of any length: oid/multicast-list-not-checked. */
import { NDIS_STATUS_SUCCESS, OID_802_3_MULTICAST_LIST } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) {
    if (Oid === OID_802_3_MULTICAST_LIST)
      return { Result: NDIS_STATUS_SUCCESS, BytesRead: InformationBufferLength, BytesNeeded: 0 };
    const rest = [InformationBuffer, InformationBufferLength] as const;
    return setInformation(ndis, MiniportAdapterContext, Oid, ...rest);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/multicast-list-not-checked'],
};
