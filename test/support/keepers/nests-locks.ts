/**
 * Takes two locks and releases them in the inverse order as the last thing in each handler, the
 * inner one by the variants for DISPATCH_LEVEL; frees them, and uses one again after it has
 * initialized it anew.
 */
import { NDIS_SPIN_LOCK, NDIS_STATUS_SUCCESS, layout, type Ndis } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const LOCKS = layout('LOCKS', undefined, { A: NDIS_SPIN_LOCK, B: NDIS_SPIN_LOCK });

function nest(ndis: Ndis): void {
  const { A, B } = ndis.global(LOCKS);
  ndis.NdisAcquireSpinLock(A.address);
  ndis.NdisDprAcquireSpinLock(B.address);
  ndis.NdisDprReleaseSpinLock(B.address);
  ndis.NdisReleaseSpinLock(A.address);
}

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { A, B } = ndis.global(LOCKS);
    ndis.NdisAllocateSpinLock(A.address);
    ndis.NdisFreeSpinLock(A.address);
    ndis.NdisAllocateSpinLock(A.address);
    ndis.NdisAllocateSpinLock(B.address);
    nest(ndis);
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis) {
    nest(ndis);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis) {
    const { A, B } = ndis.global(LOCKS);
    nest(ndis);
    ndis.NdisFreeSpinLock(B.address);
    ndis.NdisFreeSpinLock(A.address);
  },
});
