/** Registers as NDIS 5.0 with exactly the bytes of 5.0, and without what is not mandatory. */
import { NULL } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.MinorNdisVersion = 0;
    characteristics.PnPEventNotifyHandler = NULL;
    characteristics.AdapterShutdownHandler = NULL;
    return 0x60;
  },
});
