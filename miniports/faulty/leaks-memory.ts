/** Never frees memory that it has allocated: resource/memory-not-freed. */
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: (ndis) => ndis.NdisAllocateMemoryWithTag(64, TAG).Result,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/memory-not-freed'],
  life: ['resource/memory-not-freed'],
  start: ['resource/memory-not-freed'],
};
