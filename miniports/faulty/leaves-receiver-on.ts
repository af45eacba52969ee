/** Gives its NIC up with the receiver on: hardware/not-quiescent. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { RCTL_EN, Register, writeRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  quiet(ndis, adapter) {
    RIGHT.quiet(ndis, adapter);
    writeRegister(ndis, adapter, Register.RCTL, RCTL_EN);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/not-quiescent'],
  life: ['hardware/not-quiescent'],
  start: ['hardware/not-quiescent'],
};
