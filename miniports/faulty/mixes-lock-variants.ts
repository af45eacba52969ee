/**
 * Takes a spin lock by the variant for DISPATCH_LEVEL and releases it by the other:
 * irql/spin-lock-variants-mixed.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  reset(ndis) {
    ndis.NdisDprAcquireSpinLock(spinLock(ndis));
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-variants-mixed'],
  start: ['irql/spin-lock-variants-mixed'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
