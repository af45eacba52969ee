/**
 * Stalls for 50 microseconds and no more, and keeps the processor almost as long as a handler may.
 */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';
import { INTERRUPT_LSC, Register, writeRegister } from '../../../miniports/faulty/small-registers';
import type { Ndis } from '../../../ndis';

/** 95 ms, of 50 us each. */
const STALLS = 1900;

function wait(ndis: Ndis): void {
  for (let count = 0; count < STALLS; count++) ndis.NdisStallExecution(50);
}

export const DriverEntry = smallMiniport({
  enableInterrupts(ndis, adapter) {
    RIGHT.enableInterrupts(ndis, adapter);
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
  },
  handleInterrupt: wait,
  reset(ndis) {
    wait(ndis);
    return NDIS_STATUS_SUCCESS;
  },
});
