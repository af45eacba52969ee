/** Frees its shared memory in MiniportShutdown: dma/shared-memory-freed-in-shutdown. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateRing, closeRing } from './small-ring';

export const DriverEntry = smallMiniport({
  initialize: allocateRing,
  shutdown: closeRing,
  halt: closeRing,
});

export const expected: ExpectedFindings = { power: ['dma/shared-memory-freed-in-shutdown'] };
