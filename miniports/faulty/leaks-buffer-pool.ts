/** Never frees its buffer pool: resource/buffer-pool-not-freed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: (ndis) => ndis.NdisAllocateBufferPool(4).Status,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/buffer-pool-not-freed'],
  life: ['resource/buffer-pool-not-freed'],
  start: ['resource/buffer-pool-not-freed'],
};
