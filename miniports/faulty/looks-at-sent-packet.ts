/** Looks at a packet that it has given back: packet/touched-after-send-returned. */
import { NDIS_STATUS_NO_CABLE, NDIS_STATUS_SUCCESS, NULL, PVOID, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const SENT = layout('SENT', undefined, { Packet: PVOID });

export const DriverEntry = smallMiniport({
  send(ndis, _adapter, Packet) {
    ndis.global(SENT).Packet = Packet;
    return NDIS_STATUS_NO_CABLE;
  },
  reset(ndis) {
    const { Packet } = ndis.global(SENT);
    if (Packet !== NULL) ndis.NdisQueryPacket(Packet);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/touched-after-send-returned'],
  'reset-storm': ['packet/touched-after-send-returned'],
  'surprise-removal': ['packet/touched-after-send-returned'],
  configuration: ['packet/touched-after-send-returned'],
  'hostile-device': ['packet/touched-after-send-returned'],
  'fresh-memory': ['packet/touched-after-send-returned'],
};
