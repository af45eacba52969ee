/**
 * Releases two locks in the order in which it took them: the IRQL from before the first comes back
 * too early, and that from before the second stays: irql/handler-changed-irql.
 */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCKS = layout('LOCKS', undefined, { A: NDIS_SPIN_LOCK, B: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const locks = ndis.global(LOCKS);
    ndis.NdisAllocateSpinLock(locks.A.address);
    ndis.NdisAllocateSpinLock(locks.B.address);
    ndis.NdisAcquireSpinLock(locks.A.address);
    ndis.NdisAcquireSpinLock(locks.B.address);
    ndis.NdisReleaseSpinLock(locks.A.address);
    ndis.NdisReleaseSpinLock(locks.B.address);
    ndis.NdisFreeSpinLock(locks.B.address);
    ndis.NdisFreeSpinLock(locks.A.address);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/handler-changed-irql', 'irql/wrong-irql'],
  life: ['irql/handler-changed-irql', 'irql/wrong-irql'],
  start: ['irql/handler-changed-irql', 'irql/wrong-irql'],
};
