/** Returns from MiniportReset with the lock that it took there: irql/handler-returned-with-lock. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { allocateLock, freeLock, spinLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
  reset(ndis) {
    ndis.NdisAcquireSpinLock(spinLock(ndis));
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeLock,
});

export const expected: ExpectedFindings = {
  life: ['irql/handler-returned-with-lock'],
  start: ['irql/handler-returned-with-lock'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
