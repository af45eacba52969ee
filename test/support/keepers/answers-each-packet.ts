/** Says of each packet in MiniportSendPackets what became of it. */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_NO_CABLE,
  virtual,
  type Handler,
} from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const refuse: Handler<'MiniportSendPackets'> = (ndis, _context, PacketArray, NumberOfPackets) => {
  for (let index = 0; index < NumberOfPackets; index++)
    ndis.NDIS_SET_PACKET_STATUS(
      virtual(ndis.memory.read32(virtual(PacketArray + 4 * index))),
      NDIS_STATUS_NO_CABLE,
    );
};

export const DriverEntry = smallMiniport({
  describe(ndis, characteristics) {
    characteristics.SendPacketsHandler = ndis.addressOf(refuse);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});
