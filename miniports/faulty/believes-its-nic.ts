/**
 * Sleeps as long as a register says, which may be any time: hardware/hostile-value-not-survived.
 */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { Register, readRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  halt: (ndis, adapter) => ndis.NdisMSleep(readRegister(ndis, adapter, Register.RDLEN)),
});

export const expected: ExpectedFindings = {
  'hostile-device': ['hardware/hostile-value-not-survived'],
  'surprise-removal': ['registration/callback-never-returns'],
};
