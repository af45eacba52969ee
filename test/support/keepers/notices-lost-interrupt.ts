/**
 * Ends its sends by an interrupt, and has MiniportCheckForHang say so when one has been pending since
 * the last time; when it is idle it says that nothing hangs.
 */
import { NDIS51_MINIPORT_CHARACTERISTICS, NULL, PVOID, layout, type Handler } from '../../../ndis';
import { LATE_SENDS, pendingPacket } from '../../../miniports/faulty/small-late-send';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const SEEN = layout('SEEN', undefined, { Packet: PVOID });

const MiniportCheckForHang: Handler<'MiniportCheckForHang'> = (ndis) => {
  const seen = ndis.global(SEEN);
  const packet = pendingPacket(ndis);
  const hangs = packet !== NULL && packet === seen.Packet;
  seen.Packet = packet;
  return hangs;
};

export const DriverEntry = smallMiniport({
  ...LATE_SENDS,
  describe(ndis, characteristics) {
    characteristics.CheckForHangHandler = ndis.addressOf(MiniportCheckForHang);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});
