/**
 * Takes a spin lock by the variant for DISPATCH_LEVEL and releases it by the other:
 * irql/spin-lock-variants-mixed.
 */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCKS = layout('LOCKS', undefined, { Lock: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisAllocateSpinLock(ndis.global(LOCKS).Lock.address);
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis) {
    const { address } = ndis.global(LOCKS).Lock;
    ndis.NdisDprAcquireSpinLock(address);
    ndis.NdisReleaseSpinLock(address);
    return NDIS_STATUS_SUCCESS;
  },
  halt: (ndis) => ndis.NdisFreeSpinLock(ndis.global(LOCKS).Lock.address),
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-variants-mixed'],
};
