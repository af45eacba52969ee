/** Takes two spin locks now in one order, now in the other: irql/spin-lock-order-cycle. */
import {
  NDIS_SPIN_LOCK,
  NDIS_STATUS_SUCCESS,
  layout,
  type Ndis,
  type VirtualAddress,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LOCKS = layout('LOCKS', undefined, { First: NDIS_SPIN_LOCK, Second: NDIS_SPIN_LOCK });

function take(ndis: Ndis, outer: VirtualAddress, inner: VirtualAddress): void {
  ndis.NdisAcquireSpinLock(outer);
  ndis.NdisAcquireSpinLock(inner);
  ndis.NdisReleaseSpinLock(inner);
  ndis.NdisReleaseSpinLock(outer);
}

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { First, Second } = ndis.global(LOCKS);
    ndis.NdisAllocateSpinLock(First.address);
    ndis.NdisAllocateSpinLock(Second.address);
    take(ndis, First.address, Second.address);
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis) {
    const { First, Second } = ndis.global(LOCKS);
    take(ndis, Second.address, First.address);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis) {
    const { First, Second } = ndis.global(LOCKS);
    ndis.NdisFreeSpinLock(Second.address);
    ndis.NdisFreeSpinLock(First.address);
  },
});

export const expected: ExpectedFindings = {
  configuration: ['irql/spin-lock-order-cycle'],
  life: ['irql/spin-lock-order-cycle'],
  'reset-storm': ['irql/spin-lock-order-cycle'],
  'surprise-removal': ['irql/spin-lock-order-cycle'],
  'hostile-device': ['irql/spin-lock-order-cycle'],
  'fresh-memory': ['irql/spin-lock-order-cycle'],
};
