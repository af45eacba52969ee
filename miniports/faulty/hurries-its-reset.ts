/** Reads a register right after it has reset its NIC: hardware/timing-violated. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { CTRL_RST, readRegister, Register, writeRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    writeRegister(ndis, adapter, Register.CTRL, CTRL_RST);
    readRegister(ndis, adapter, Register.STATUS);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/timing-violated'],
  life: ['hardware/timing-violated'],
  start: ['hardware/timing-violated'],
};
