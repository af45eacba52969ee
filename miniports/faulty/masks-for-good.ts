/** Masks its interrupts when one has come, and never enables them again: interrupt/interrupts-not-reenabled. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { ALL_INTERRUPTS, INTERRUPT_LSC, Register, writeRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  serviceInterrupt(ndis, adapter) {
    const isOurs = RIGHT.serviceInterrupt(ndis, adapter);
    if (isOurs) writeRegister(ndis, adapter, Register.IMC, ALL_INTERRUPTS);
    return isOurs;
  },
  enableInterrupts(ndis, adapter) {
    RIGHT.enableInterrupts(ndis, adapter);
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
  },
});

export const expected: ExpectedFindings = {
  life: ['interrupt/interrupts-not-reenabled'],
  'hostile-device': ['interrupt/interrupts-not-reenabled'],
  'fresh-memory': ['interrupt/interrupts-not-reenabled'],
};
