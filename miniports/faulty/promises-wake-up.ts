/** Says that a magic packet can wake the system, and arms nothing: power/wake-up-not-signalled. */
import { NdisDeviceStateD3 } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { powerManaged } from './small-power';

export const DriverEntry = smallMiniport(powerManaged({ magicPacketState: NdisDeviceStateD3 }));

export const expected: ExpectedFindings = {
  power: ['power/wake-up-not-signalled'],
};
