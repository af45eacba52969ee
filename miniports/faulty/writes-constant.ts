/** Writes to a string constant: memory/write-to-read-only. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.memory.write16(ndis.wide('constant'), 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/write-to-read-only'],
  life: ['memory/write-to-read-only'],
  start: ['memory/write-to-read-only'],
};
