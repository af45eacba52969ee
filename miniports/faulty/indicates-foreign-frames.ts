/** Listens to all stations whatever the packet filter is: packet/indicated-outside-filter. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { RCTL_BAM, RCTL_EN, RCTL_SECRC, RCTL_MPE, RCTL_UPE } from './small-registers';

export const DriverEntry = smallMiniport(
  onNetwork({
    receiveControl: (filter) =>
      filter === 0 ? 0 : RCTL_EN | RCTL_SECRC | RCTL_UPE | RCTL_BAM | RCTL_MPE,
    mayIndicate: () => true,
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['packet/indicated-outside-filter'],
};
