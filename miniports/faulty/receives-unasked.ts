/** Receives before a packet filter is set: packet/indicated-without-filter. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork, RIGHT_NIC } from './small-nic';
import { RCTL_BAM, RCTL_EN, RCTL_SECRC } from './small-registers';

export const DriverEntry = smallMiniport(
  onNetwork({
    initialControl: () => RCTL_EN | RCTL_SECRC | RCTL_BAM,
    mayIndicate: (filter, header, byteCount) =>
      filter === 0 || RIGHT_NIC.mayIndicate(filter, header, byteCount),
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/indicated-without-filter'],
};
