/** Takes a spin lock that it has never initialized: irql/spin-lock-not-initialized. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-not-initialized'],
  start: ['irql/spin-lock-not-initialized'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
