/** Sets a reserved bit of RCTL: hardware/reserved-bit-written. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { RCTL_BAM, Register, writeRegister } from './small-registers';

/** Bit 14 of RCTL, which is to be written as 0 (8254x SDM 13.4.22). */
const RESERVED = 0x4000;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    writeRegister(ndis, adapter, Register.RCTL, RCTL_BAM | RESERVED);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/reserved-bit-written'],
  life: ['hardware/reserved-bit-written'],
  start: ['hardware/reserved-bit-written'],
};
