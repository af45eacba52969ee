/** Waits in MiniportInitialize for what never comes: registration/callback-never-returns. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { Register, STATUS_LU, readRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    while ((readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) === 0)
      ndis.NdisMSleep(1_000_000);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/callback-never-returns'],
  life: ['registration/callback-never-returns'],
  start: ['registration/callback-never-returns'],
};
