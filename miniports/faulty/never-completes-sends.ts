/** Leaves each packet pending and forgets it: packet/never-completed. */
import { NDIS_STATUS_PENDING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  send: () => NDIS_STATUS_PENDING,
});

export const expected: ExpectedFindings = {
  life: ['packet/never-completed'],
  start: ['packet/never-completed'],
  'oid-sweep': [],
  'reset-storm': ['packet/never-completed', 'packet/send-stalled'],
  configuration: ['packet/never-completed', 'packet/send-stalled'],
  'packet-shapes': ['packet/never-completed', 'packet/send-stalled'],
};
