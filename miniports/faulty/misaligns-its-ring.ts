/** Puts its receive ring where none can begin: hardware/descriptor-misaligned. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { Register, writeRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    writeRegister(ndis, adapter, Register.RDBAL, 0x0010_0008);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/descriptor-misaligned'],
  life: ['hardware/descriptor-misaligned'],
  start: ['hardware/descriptor-misaligned'],
};
