/** Never frees its spin lock: irql/spin-lock-not-freed. */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCK = layout('LOCK', undefined, { Lock: NDIS_SPIN_LOCK });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisAllocateSpinLock(ndis.global(LOCK).Lock.address);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/spin-lock-not-freed'],
  life: ['irql/spin-lock-not-freed'],
};
