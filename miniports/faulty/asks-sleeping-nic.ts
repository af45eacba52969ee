/** Asks its NIC in MiniportISR even while that is asleep: power/hardware-accessed-in-d3. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport({
  ...powerManaged(),
  serviceInterrupt: RIGHT.serviceInterrupt,
});

export const expected: ExpectedFindings = {
  power: ['power/hardware-accessed-in-d3'],
};
