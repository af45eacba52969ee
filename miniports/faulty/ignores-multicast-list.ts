/** Accepts a multicast list and does not listen: oid/multicast-filter-not-programmed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { RCTL_BAM, RCTL_EN, RCTL_SECRC, RCTL_UPE } from './small-registers';

export const DriverEntry = smallMiniport(
  onNetwork({
    receiveControl: (filter) => (filter === 0 ? 0 : RCTL_EN | RCTL_SECRC | RCTL_UPE | RCTL_BAM),
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['oid/multicast-filter-not-programmed'],
};
