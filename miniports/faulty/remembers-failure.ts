/**
 * Notes a failure in the registry and then refuses to start for good:
 * resource/single-fault-not-survived.
 */
import type { ExpectedFindings } from '../samples';
import { mark, refuseIfMarked } from './small-mark';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: refuseIfMarked,
  writeError(ndis, adapter, status) {
    RIGHT.writeError(ndis, adapter, status);
    mark(ndis, adapter, 1);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/single-fault-not-survived'],
  'hostile-device': ['resource/single-fault-not-survived'],
};
