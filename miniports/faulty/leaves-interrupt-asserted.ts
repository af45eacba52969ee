/** Claims an interrupt and neither clears its cause nor masks it: interrupt/interrupt-storm. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { INTERRUPT_LSC, Register, writeRegister } from './small-registers';

export const DriverEntry = smallMiniport({
  serviceInterrupt: () => true,
  enableInterrupts(ndis, adapter) {
    RIGHT.enableInterrupts(ndis, adapter);
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/interrupt-storm'],
  life: ['interrupt/interrupt-storm'],
  'surprise-removal': ['interrupt/foreign-interrupt-claimed', 'interrupt/interrupt-storm'],
  start: ['interrupt/interrupt-storm'],
};
