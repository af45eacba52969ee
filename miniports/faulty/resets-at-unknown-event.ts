/** Resets its NIC at every PnP event: power/unknown-event-not-ignored. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { resetNic } from './small-registers';

export const DriverEntry = smallMiniport({
  ...onNetwork(),
  pnpEvent: (ndis, adapter) => resetNic(ndis, adapter),
});

export const expected: ExpectedFindings = {
  power: ['power/unknown-event-not-ignored'],
};
