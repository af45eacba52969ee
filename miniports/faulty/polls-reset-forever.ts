/**
 * Waits without end for the reset bit to clear, which an absent NIC shows as set:
 * power/removal-not-survived.
 */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { CTRL_RST, readRegister, Register, resetNic } from './small-registers';

export const DriverEntry = smallMiniport({
  quiet(ndis, adapter) {
    resetNic(ndis, adapter);
    while ((readRegister(ndis, adapter, Register.CTRL) & CTRL_RST) !== 0);
  },
});

export const expected: ExpectedFindings = {
  'surprise-removal': ['power/removal-not-survived'],
  'hostile-device': ['hardware/poll-without-limit'],
};
