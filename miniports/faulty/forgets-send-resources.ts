/** Never says that it can send again: packet/no-send-resources-available. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    resourcesAvailable: () => undefined,
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/no-send-resources-available'],
  'reset-storm': ['packet/no-send-resources-available'],
};
