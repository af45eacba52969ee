/**
 * Quiets its interrupt by masking it in MiniportISR and clears the cause in the DPC; masks at
 * last, and synchronizes for the last time, just before it deregisters.
 */
import type { Handler } from '../../../ndis';
import { ADAPTER } from '../../../miniports/faulty/small-adapter';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';
import {
  ALL_INTERRUPTS,
  INTERRUPT_LSC,
  Register,
  readRegister,
  resetNic,
  writeRegister,
} from '../../../miniports/faulty/small-registers';

const mask: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = ADAPTER.at(ndis.memory, SynchronizeContext);
  writeRegister(ndis, adapter, Register.IMC, ALL_INTERRUPTS);
  return true;
};

export const DriverEntry = smallMiniport({
  serviceInterrupt(ndis, adapter) {
    const isOurs = (readRegister(ndis, adapter, Register.IMS) & INTERRUPT_LSC) !== 0;
    writeRegister(ndis, adapter, Register.IMC, ALL_INTERRUPTS);
    return isOurs;
  },
  handleInterrupt(ndis, adapter) {
    readRegister(ndis, adapter, Register.ICR);
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC);
  },
  enableInterrupts(ndis, adapter) {
    RIGHT.enableInterrupts(ndis, adapter);
    writeRegister(ndis, adapter, Register.ICS, INTERRUPT_LSC);
  },
  quiet: () => undefined,
  deregisterInterrupt(ndis, adapter) {
    if (!adapter.IsInterruptRegistered) return;
    const { address } = adapter.Interrupt;
    ndis.NdisMSynchronizeWithInterrupt(address, ndis.addressOf(mask), adapter.address);
    RIGHT.deregisterInterrupt(ndis, adapter);
    resetNic(ndis, adapter);
  },
});
