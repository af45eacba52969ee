/** Takes a spin lock that it holds, and so waits for itself: irql/spin-lock-acquired-twice. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  reset(ndis) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-acquired-twice', 'registration/callback-never-returns'],
  start: ['irql/spin-lock-acquired-twice', 'registration/callback-never-returns'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
