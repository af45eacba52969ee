/** Never frees its packet pool: resource/packet-pool-not-freed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: (ndis) => ndis.NdisAllocatePacketPool(4, 16).Status,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/packet-pool-not-freed'],
  life: ['resource/packet-pool-not-freed'],
  start: ['resource/packet-pool-not-freed'],
};
