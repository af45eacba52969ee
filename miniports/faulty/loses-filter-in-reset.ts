/** Forgets the packet filter in MiniportReset: power/reset-lost-settings. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    restoredFilter: () => 0,
  }),
);

export const expected: ExpectedFindings = {
  'reset-storm': ['power/reset-lost-settings'],
};
