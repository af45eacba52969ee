/** Ends a reset with a status that a reset does not have: power/reset-status-undocumented. */
import { NDIS_STATUS_NOT_SUPPORTED } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({ reset: () => NDIS_STATUS_NOT_SUPPORTED });

export const expected: ExpectedFindings = {
  'reset-storm': ['power/reset-status-undocumented'],
};
