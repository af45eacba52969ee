/** Frees a packet with a spin lock held: packet/freed-under-spin-lock. */
import { NDIS_STATUS_SOFT_ERRORS, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  reset(ndis) {
    const pool = ndis.NdisAllocatePacketPool(1, 16);
    if (pool.Status !== NDIS_STATUS_SUCCESS) return NDIS_STATUS_SOFT_ERRORS;
    const { Status, Packet } = ndis.NdisAllocatePacket(pool.PoolHandle);
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    if (Status === NDIS_STATUS_SUCCESS) ndis.NdisFreePacket(Packet);
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    ndis.NdisFreePacketPool(pool.PoolHandle);
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  configuration: ['packet/freed-under-spin-lock'],
  life: ['packet/freed-under-spin-lock'],
  'reset-storm': ['packet/freed-under-spin-lock'],
  'surprise-removal': ['packet/freed-under-spin-lock'],
  'hostile-device': ['packet/freed-under-spin-lock'],
  'fresh-memory': ['packet/freed-under-spin-lock'],
};
