/** Leaves out buffers of one byte when it copies a packet: packet/fragmented-frame-wrong. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    copy(ndis, target, source, byteCount) {
      if (byteCount > 1) ndis.NdisMoveMemory(target, source, byteCount);
    },
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/fragmented-frame-wrong'],
};
