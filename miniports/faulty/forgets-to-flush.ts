/** Maps what it sends for the NIC, and never flushes it: dma/buffer-not-flushed. */
import type { ExpectedFindings } from '../samples';
import { mappingFrames } from './small-mapped-frames';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport(mappingFrames());

export const expected: ExpectedFindings = {
  life: ['dma/buffer-not-flushed'],
  start: ['dma/buffer-not-flushed'],
  'oid-sweep': [],
};
