/**
 * Marks itself in the registry while it unwinds, and starts no more if the mark could not be taken
 * back: resource/second-fault-not-survived.
 */
import type { ExpectedFindings } from '../samples';
import { mark, refuseIfMarked } from './small-mark';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: refuseIfMarked,
  writeError(ndis, adapter, status) {
    mark(ndis, adapter, 1);
    RIGHT.writeError(ndis, adapter, status);
    mark(ndis, adapter, 0);
  },
});

export const expected: ExpectedFindings = {
  sweep: ['resource/second-fault-not-survived'],
};
