/** Sleeps for a time that is no number: registration/nonsense-argument. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisMSleep(Number.NaN);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/nonsense-argument'],
  life: ['registration/nonsense-argument'],
  start: ['registration/nonsense-argument'],
};
