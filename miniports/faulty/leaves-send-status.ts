/** Says nothing of the packets in MiniportSendPackets: packet/send-status-not-set. */
import { NDIS51_MINIPORT_CHARACTERISTICS, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const ignore: Handler<'MiniportSendPackets'> = () => undefined;

export const DriverEntry = smallMiniport({
  describe(ndis, characteristics) {
    characteristics.SendPacketsHandler = ndis.addressOf(ignore);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/send-status-not-set'],
  start: ['packet/send-status-not-set'],
  'oid-sweep': [],
};
