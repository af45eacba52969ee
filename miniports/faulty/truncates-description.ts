/** Gives as much of its description as the buffer holds: oid/short-buffer-not-refused. */
import { NDIS_STATUS_SUCCESS, OID_GEN_VENDOR_DESCRIPTION, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

const DESCRIPTION = 'Small miniport for the 82540EM\0';

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) {
    const rest = [InformationBuffer, InformationBufferLength] as const;
    if (Oid !== OID_GEN_VENDOR_DESCRIPTION)
      return queryInformation(ndis, MiniportAdapterContext, Oid, ...rest);
    const byteCount = Math.min(InformationBufferLength, DESCRIPTION.length);
    for (let index = 0; index < byteCount; index++)
      ndis.memory.write8(virtual(InformationBuffer + index), DESCRIPTION.charCodeAt(index));
    return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/short-buffer-not-refused'],
};
