/** Takes a spin lock that it holds, and so waits for itself: irql/spin-lock-acquired-twice. */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCK = layout('LOCK', undefined, { Lock: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisAllocateSpinLock(ndis.global(LOCK).Lock.address);
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis) {
    const { address } = ndis.global(LOCK).Lock;
    ndis.NdisAcquireSpinLock(address);
    ndis.NdisAcquireSpinLock(address);
    ndis.NdisReleaseSpinLock(address);
    return NDIS_STATUS_SUCCESS;
  },
  halt: (ndis) => ndis.NdisFreeSpinLock(ndis.global(LOCK).Lock.address),
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-acquired-twice', 'registration/callback-never-returns'],
};
