/** Copies packets to send wrongly when they are long: packet/frame-data-wrong. */
import { virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    copy(ndis, target, source, byteCount) {
      ndis.NdisMoveMemory(target, source, byteCount);
      if (byteCount > 1500) ndis.memory.write8(virtual(target + 1500), 0xee);
    },
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/frame-data-wrong'],
};
