/** Never frees its receive ring: dma/shared-memory-not-freed. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize: allocateRing,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/shared-memory-not-freed'],
  life: ['dma/shared-memory-not-freed'],
  start: ['dma/shared-memory-not-freed'],
};
