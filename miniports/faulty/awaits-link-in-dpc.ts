/** Waits in MiniportHandleInterrupt for the link to come back: interrupt/dpc-unbounded. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { CTRL_SLU, Register, STATUS_LU, readRegister, writeRegister } from './small-registers';

/** 110 ms, of 50 us each. */
const POLLS = 2200;

export const DriverEntry = smallMiniport({
  enableInterrupts(ndis, adapter) {
    RIGHT.enableInterrupts(ndis, adapter);
    writeRegister(ndis, adapter, Register.CTRL, CTRL_SLU);
  },
  handleInterrupt(ndis, adapter) {
    for (let count = 0; count < POLLS; count++) {
      if ((readRegister(ndis, adapter, Register.STATUS) & STATUS_LU) !== 0) return;
      ndis.NdisStallExecution(50);
    }
  },
});

export const expected: ExpectedFindings = { life: ['interrupt/dpc-unbounded'] };
