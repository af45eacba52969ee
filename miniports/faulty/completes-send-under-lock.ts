/** Calls NdisMSendComplete with a spin lock held: irql/spin-lock-held-across-call. */
import { NDIS_STATUS_NO_CABLE, NDIS_STATUS_PENDING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { setDeserialized, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize: allocateLock,
  send(ndis, adapter, Packet) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, Packet, NDIS_STATUS_NO_CABLE);
    ndis.NdisReleaseSpinLock(spinLock(ndis));
    return NDIS_STATUS_PENDING;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  life: ['irql/spin-lock-held-across-call'],
  start: ['irql/spin-lock-held-across-call'],
  'oid-sweep': [],
};
