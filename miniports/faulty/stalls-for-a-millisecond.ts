/** Stalls the processor for a millisecond at once: irql/stall-too-long. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis) {
    ndis.NdisStallExecution(1000);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['irql/stall-too-long'],
  life: ['irql/stall-too-long'],
  'reset-storm': ['irql/stall-too-long'],
  'surprise-removal': ['irql/stall-too-long'],
  'hostile-device': ['irql/stall-too-long'],
  'fresh-memory': ['irql/stall-too-long'],
};
