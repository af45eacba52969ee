/** Leaves the checksum on the frames that it indicates: packet/frame-length-wrong. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

const CHECKSUM_BYTES = 4;

export const DriverEntry = smallMiniport(
  onNetwork({
    frameBytes: (byteCount) => byteCount + CHECKSUM_BYTES,
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/frame-length-wrong'],
};
