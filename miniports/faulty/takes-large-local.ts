/** Has a local array that the kernel stack of 12 KB cannot hold: memory/stack-too-deep. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis) {
    ndis.NdisZeroMemory(ndis.localBytes(16384), 16384);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['memory/stack-too-deep'],
  start: ['memory/stack-too-deep'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
