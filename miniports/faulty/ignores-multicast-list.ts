/** Accepts a multicast list and does not listen: oid/multicast-filter-not-programmed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork, RIGHT_NIC } from './small-nic';
import { RCTL_MPE, RCTL_UPE } from './small-registers';

export const DriverEntry = smallMiniport(
  onNetwork({
    receiveControl(filter) {
      const right = RIGHT_NIC.receiveControl(filter);
      return (right & RCTL_UPE) !== 0 ? right : right & ~RCTL_MPE;
    },
  }),
);

export const expected: ExpectedFindings = {
  'packet-shapes': ['oid/multicast-filter-not-programmed'],
};
