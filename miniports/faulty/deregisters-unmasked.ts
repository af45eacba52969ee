/**
 * Masks the interrupts of its NIC only after NdisMDeregisterInterrupt:
 * interrupt/deregistered-unmasked.
 */
import { NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  quiet: () => undefined,
  deregisterInterrupt(ndis, adapter) {
    RIGHT.deregisterInterrupt(ndis, adapter);
    if (adapter.Registers !== NULL) RIGHT.quiet(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/deregistered-unmasked'],
  life: ['interrupt/deregistered-unmasked'],
  start: ['interrupt/deregistered-unmasked'],
};
