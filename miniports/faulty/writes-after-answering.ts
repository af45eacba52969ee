/** Writes to the buffer of the query before: oid/buffer-used-after-completion. */
import { OID_GEN_XMIT_OK, PVOID, NULL, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

const GLOBALS = layout('GLOBALS', undefined, { LastBuffer: PVOID });

export const DriverEntry = smallMiniport({
  queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) {
    const globals = ndis.global(GLOBALS);
    if (globals.LastBuffer !== NULL) ndis.memory.write8(globals.LastBuffer, 0);
    const isCounter = Oid === OID_GEN_XMIT_OK && InformationBufferLength > 0;
    globals.LastBuffer = isCounter ? InformationBuffer : NULL;
    const rest = [InformationBuffer, InformationBufferLength] as const;
    return queryInformation(ndis, MiniportAdapterContext, Oid, ...rest);
  },
});

export const expected: ExpectedFindings = {
  life: ['oid/buffer-used-after-completion'],
  start: ['oid/buffer-used-after-completion'],
};
