/** Takes it for a hang that nothing is to be sent: interrupt/false-hang. */
import {
  BOOLEAN,
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_NO_CABLE,
  layout,
  type Handler,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const SENT = layout('SENT', undefined, { HasSent: BOOLEAN });

const MiniportCheckForHang: Handler<'MiniportCheckForHang'> = (ndis) => {
  const sent = ndis.global(SENT);
  const hangs = !sent.HasSent;
  sent.HasSent = false;
  return hangs;
};

export const DriverEntry = smallMiniport({
  describe(ndis, characteristics) {
    characteristics.CheckForHangHandler = ndis.addressOf(MiniportCheckForHang);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
  send(ndis) {
    ndis.global(SENT).HasSent = true;
    return NDIS_STATUS_NO_CABLE;
  },
});

export const expected: ExpectedFindings = {
  life: ['interrupt/false-hang'],
  start: ['interrupt/false-hang'],
  configuration: [],
  'oid-sweep': [],
  'reset-storm': [],
  'bind-unbind': [],
};
