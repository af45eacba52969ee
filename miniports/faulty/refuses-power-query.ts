/** Refuses when it is asked whether it could sleep: oid/must-succeed-failed. */
import { NDIS_STATUS_FAILURE } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport(powerManaged({ queryPower: () => NDIS_STATUS_FAILURE }));

export const expected: ExpectedFindings = {
  power: ['oid/must-succeed-failed'],
};
