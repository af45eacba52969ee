/** Does not look whether its NIC answers: hardware/absent-device-accepted. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { Register, readRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  answers(ndis, adapter) {
    readRegister(ndis, adapter, Register.STATUS);
    return true;
  },
});

export const expected: ExpectedFindings = {
  'hostile-device': ['hardware/absent-device-accepted'],
};
