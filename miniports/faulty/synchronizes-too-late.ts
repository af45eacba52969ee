/**
 * Synchronizes with an interrupt that it has deregistered:
 * interrupt/synchronized-after-deregistration.
 */
import type { Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

const look: Handler<'MiniportSynchronizeISR'> = () => true;

export const DriverEntry = smallMiniport({
  deregisterInterrupt(ndis, adapter) {
    const { address } = adapter.Interrupt;
    const wasRegistered = adapter.IsInterruptRegistered;
    RIGHT.deregisterInterrupt(ndis, adapter);
    if (wasRegistered)
      ndis.NdisMSynchronizeWithInterrupt(address, ndis.addressOf(look), adapter.address);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/synchronized-after-deregistration'],
  life: ['interrupt/synchronized-after-deregistration'],
  start: ['interrupt/synchronized-after-deregistration'],
};
