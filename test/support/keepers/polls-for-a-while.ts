/** Waits for the reset bit to clear as long as a reset may take, and no longer. */
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import {
  CTRL_RST,
  readRegister,
  Register,
  resetNic,
} from '../../../miniports/faulty/small-registers';

const POLLS_MAX = 10_000;

export const DriverEntry = smallMiniport({
  quiet(ndis, adapter) {
    resetNic(ndis, adapter);
    for (let count = 0; count < POLLS_MAX; count++) {
      if ((readRegister(ndis, adapter, Register.CTRL) & CTRL_RST) === 0) return;
      ndis.NdisStallExecution(10);
    }
  },
});
