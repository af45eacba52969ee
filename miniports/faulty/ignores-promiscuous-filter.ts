/** Accepts the promiscuous filter and does not listen: oid/filter-not-programmed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';
import { RCTL_BAM, RCTL_EN, RCTL_SECRC, RCTL_MPE } from './small-registers';

export const DriverEntry = smallMiniport(
  onNetwork({
    receiveControl: (filter) => (filter === 0 ? 0 : RCTL_EN | RCTL_SECRC | RCTL_BAM | RCTL_MPE),
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['oid/filter-not-programmed'],
};
