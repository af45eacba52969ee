/** Takes a spin lock by the Dpr variant in MiniportInitialize: irql/dpr-lock-below-dispatch. */
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const status = allocateLock(ndis);
    ndis.NdisDprAcquireSpinLock(spinLock(ndis));
    ndis.NdisDprReleaseSpinLock(spinLock(ndis));
    return status;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/dpr-lock-below-dispatch'],
  life: ['irql/dpr-lock-below-dispatch'],
  start: ['irql/dpr-lock-below-dispatch'],
};
