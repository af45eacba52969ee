/** Takes a spin lock that it has never initialized: irql/spin-lock-not-initialized. */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCK = layout('LOCK', undefined, { Lock: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  reset(ndis) {
    const { address } = ndis.global(LOCK).Lock;
    ndis.NdisAcquireSpinLock(address);
    ndis.NdisReleaseSpinLock(address);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-not-initialized'],
};
