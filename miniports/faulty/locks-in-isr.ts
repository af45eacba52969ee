/** Takes a spin lock in MiniportISR: irql/call-not-allowed-at-dirql. */
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';
import {
  ALL_INTERRUPTS,
  INTERRUPT_LSC,
  Register,
  readRegister,
  writeRegister,
} from './small-registers';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  enableInterrupts(ndis, adapter) {
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC);
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
  },
  serviceInterrupt(ndis, adapter) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    const causes = readRegister(ndis, adapter, Register.ICR);
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return causes !== 0 && causes !== ALL_INTERRUPTS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/call-not-allowed-at-dirql'],
  life: ['irql/call-not-allowed-at-dirql'],
  start: ['irql/call-not-allowed-at-dirql'],
};
