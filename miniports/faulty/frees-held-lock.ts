/** Frees a spin lock before it releases it: irql/spin-lock-freed-while-held. */
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  halt(ndis) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    freeLock(ndis);
    ndis.NdisReleaseSpinLock(spinLock(ndis));
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/spin-lock-freed-while-held'],
  life: ['irql/spin-lock-freed-while-held'],
  start: ['irql/spin-lock-freed-while-held'],
};
