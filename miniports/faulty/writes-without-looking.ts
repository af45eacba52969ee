/** Writes the link speed without looking how long the buffer is: oid/buffer-overrun. */
import { OID_GEN_LINK_SPEED } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

const LINK_SPEED = 10_000_000;

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) {
    if (Oid === OID_GEN_LINK_SPEED) ndis.memory.write32(InformationBuffer, LINK_SPEED);
    const rest = [InformationBuffer, InformationBufferLength] as const;
    return queryInformation(ndis, MiniportAdapterContext, Oid, ...rest);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/buffer-overrun'],
};
