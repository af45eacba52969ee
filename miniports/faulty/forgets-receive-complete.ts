/** Never says that receiving is complete: packet/no-receive-complete. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    receiveComplete: () => undefined,
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/no-receive-complete'],
};
