/** Pads short frames with what is left of earlier ones: packet/padding-leaks-memory. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    pad: () => undefined,
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/padding-leaks-memory'],
};
