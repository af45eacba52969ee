/**
 * Frees its receive ring with another length than it was allocated with:
 * dma/shared-memory-freed-with-other-arguments.
 */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { RING_BYTES, allocateRing, freeRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize: allocateRing,
  halt: (ndis, adapter) => freeRing(ndis, adapter, RING_BYTES + 1),
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/shared-memory-freed-with-other-arguments'],
  life: ['dma/shared-memory-freed-with-other-arguments'],
  start: ['dma/shared-memory-freed-with-other-arguments'],
};
