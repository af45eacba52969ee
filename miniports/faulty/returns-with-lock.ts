/** Returns from MiniportReset with the lock that it took there: irql/handler-returned-with-lock. */
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
    ndis.NdisAcquireSpinLock(ndis.global(LOCK).Lock.address);
    return NDIS_STATUS_SUCCESS;
  },
  halt: (ndis) => ndis.NdisFreeSpinLock(ndis.global(LOCK).Lock.address),
});

export const expected: ExpectedFindings = {
  life: ['irql/handler-returned-with-lock'],
};
