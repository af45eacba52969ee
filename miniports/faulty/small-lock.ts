/** A spin lock for the faulty drivers that misuse one. */
import {
  NDIS_SPIN_LOCK,
  NDIS_STATUS_SUCCESS,
  layout,
  type Ndis,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';

const LOCK = layout('LOCK', undefined, { Lock: NDIS_SPIN_LOCK });

/** The lock, as a pointer. */
export function spinLock(ndis: Ndis): VirtualAddress {
  return ndis.global(LOCK).Lock.address;
}

/** The step `initialize`. */
export function allocateLock(ndis: Ndis): NdisStatus {
  ndis.NdisAllocateSpinLock(spinLock(ndis));
  return NDIS_STATUS_SUCCESS;
}

/** The step `halt`. */
export function freeLock(ndis: Ndis): void {
  ndis.NdisFreeSpinLock(spinLock(ndis));
}
