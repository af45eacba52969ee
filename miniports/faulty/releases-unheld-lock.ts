/** Releases a spin lock that it does not hold: irql/spin-lock-not-held. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  reset(ndis) {
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-not-held'],
  start: ['irql/spin-lock-not-held'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
