/** Refuses to be put to sleep: power/set-power-refused. */
import { NDIS_STATUS_FAILURE } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport(powerManaged({ sleep: () => NDIS_STATUS_FAILURE }));

export const expected: ExpectedFindings = {
  power: ['power/set-power-refused'],
};
