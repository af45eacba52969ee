/** Waits a minute for a link that does not come, and then goes on. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { Register, STATUS_LU, readRegister } from '../../../miniports/faulty/small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    for (let count = 0; count < 60; count++) {
      if ((readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) !== 0) break;
      ndis.NdisMSleep(1_000_000);
    }
    return NDIS_STATUS_SUCCESS;
  },
});
