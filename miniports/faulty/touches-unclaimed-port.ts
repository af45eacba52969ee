/** Reads a port that it has not registered: hardware/access-outside-claimed-range. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.NdisRawReadPortUlong(virtual(adapter.PortStart));
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/access-outside-claimed-range'],
  life: ['hardware/access-outside-claimed-range'],
  start: ['hardware/access-outside-claimed-range'],
};
