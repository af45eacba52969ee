/** Leaves a set request pending and forgets it: oid/never-completed. */
import { NDIS_STATUS_PENDING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setInformation: () => NDIS_STATUS_PENDING,
});

export const expected: ExpectedFindings = {
  life: ['oid/never-completed'],
  start: ['oid/never-completed'],
};
