/** Leaves frames as short as they are: hardware/invalid-frame-sent. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(onNetwork({ sentBytes: (byteCount) => byteCount }));

export const expected: ExpectedFindings = {
  'packet-shapes': ['hardware/invalid-frame-sent'],
};
