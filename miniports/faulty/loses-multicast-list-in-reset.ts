/** Forgets the multicast list in MiniportReset: power/reset-lost-settings. */
import { NDIS_PACKET_TYPE_MULTICAST } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

export const DriverEntry = smallMiniport(
  onNetwork({
    restoredFilter: ({ PacketFilter }) => PacketFilter & ~NDIS_PACKET_TYPE_MULTICAST,
  }),
);

export const expected: ExpectedFindings = {
  'reset-storm': ['power/reset-lost-settings'],
};
