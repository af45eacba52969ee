/** Deregisters its interrupt twice: resource/released-twice. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  deregisterInterrupt(ndis, adapter) {
    const wasRegistered = adapter.IsInterruptRegistered;
    RIGHT.deregisterInterrupt(ndis, adapter);
    if (wasRegistered) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/released-twice'],
  life: ['resource/released-twice'],
  start: ['resource/released-twice'],
};
