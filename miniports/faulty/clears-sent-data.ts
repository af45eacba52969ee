/** Clears the data of packets that it has copied: packet/sent-buffer-modified. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    copy(ndis, target, source, byteCount) {
      ndis.NdisMoveMemory(target, source, byteCount);
      ndis.NdisZeroMemory(source, byteCount);
    },
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/sent-buffer-modified'],
};
