/** Leaves the reset pending and forgets it: power/reset-not-completed. */
import { NDIS_STATUS_PENDING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset: () => NDIS_STATUS_PENDING,
});

export const expected: ExpectedFindings = {
  life: ['power/reset-not-completed'],
  start: ['power/reset-not-completed'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
