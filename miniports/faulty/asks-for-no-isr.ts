/** Shares its interrupt and does not ask for MiniportISR: interrupt/shared-line-without-isr. */
import { NDIS_STATUS_SUCCESS, NdisInterruptLevelSensitive } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registerInterrupt(ndis, adapter) {
    const status = ndis.NdisMRegisterInterrupt(
      adapter.Interrupt.address,
      adapter.MiniportAdapterHandle,
      adapter.InterruptVector,
      adapter.InterruptLevel,
      false,
      true,
      NdisInterruptLevelSensitive,
    );
    adapter.IsInterruptRegistered = status === NDIS_STATUS_SUCCESS;
    return status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/shared-line-without-isr'],
  life: ['interrupt/shared-line-without-isr'],
  start: ['interrupt/shared-line-without-isr'],
};
