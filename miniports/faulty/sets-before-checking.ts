/** Takes over a packet filter that it then refuses: oid/refused-set-changed-state. */
import { OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER } from './small-adapter';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  setInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, InformationBufferLength) {
    const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
    if (Oid === OID_GEN_CURRENT_PACKET_FILTER && InformationBufferLength >= 4)
      adapter.PacketFilter = ndis.memory.read32(InformationBuffer);
    const rest = [InformationBuffer, InformationBufferLength] as const;
    return setInformation(ndis, MiniportAdapterContext, Oid, ...rest);
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/refused-set-changed-state'],
};
