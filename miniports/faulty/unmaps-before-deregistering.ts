/**
 * Unmaps the registers while its service routine can be called: resource/released-out-of-order.
 */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  deregisterInterrupt(ndis, adapter) {
    RIGHT.unmapRegisters(ndis, adapter);
    RIGHT.deregisterInterrupt(ndis, adapter);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/released-out-of-order'],
  life: ['resource/released-out-of-order'],
  start: ['resource/released-out-of-order'],
};
