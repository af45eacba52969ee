/** Waits without end for the reset bit to clear, in a NIC that is dead: hardware/poll-without-limit. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { CTRL_RST, readRegister, Register } from './small-registers';

export const DriverEntry = smallMiniport({
  answers(ndis, adapter) {
    while ((readRegister(ndis, adapter, Register.CTRL) & CTRL_RST) !== 0);
    return true;
  },
});

export const expected: ExpectedFindings = {
  'hostile-device': ['hardware/poll-without-limit'],
  'surprise-removal': ['power/removal-not-survived'],
};
