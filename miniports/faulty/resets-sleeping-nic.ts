/** Resets its NIC in MiniportHalt though it sleeps: power/hardware-accessed-in-d3. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport(powerManaged({ sparesSleepingNic: false }));

export const expected: ExpectedFindings = {
  power: ['power/hardware-accessed-in-d3'],
};
