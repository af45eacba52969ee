/** Falls asleep with interrupts enabled: power/device-active-in-d3. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport(powerManaged({ sleep: () => NDIS_STATUS_SUCCESS }));

export const expected: ExpectedFindings = {
  power: ['hardware/not-quiescent', 'interrupt/deregistered-unmasked', 'power/device-active-in-d3'],
};
