/** Loses the shortest frames that it receives: packet/packets-not-conserved. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork, RIGHT_NIC } from './small-nic';

const FRAME_BYTES_MIN = 60;

export const DriverEntry = smallMiniport(
  onNetwork({
    mayIndicate: (filter, header, byteCount) =>
      byteCount > FRAME_BYTES_MIN && RIGHT_NIC.mayIndicate(filter, header, byteCount),
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/packets-not-conserved'],
};
