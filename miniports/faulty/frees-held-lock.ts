/** Frees a spin lock before it releases it: irql/spin-lock-freed-while-held. */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCK = layout('LOCK', undefined, { Lock: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisAllocateSpinLock(ndis.global(LOCK).Lock.address);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis) {
    const { address } = ndis.global(LOCK).Lock;
    ndis.NdisAcquireSpinLock(address);
    ndis.NdisFreeSpinLock(address);
    ndis.NdisReleaseSpinLock(address);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/spin-lock-freed-while-held'],
  life: ['irql/spin-lock-freed-while-held'],
};
