/** Waits in MiniportReset for a tenth of a second and more: irql/busy-wait-too-long. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

/** 110 ms, of 50 us each. */
const STALLS = 2200;

export const DriverEntry = smallMiniport({
  reset(ndis) {
    for (let count = 0; count < STALLS; count++) ndis.NdisStallExecution(50);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['irql/busy-wait-too-long'],
  life: ['irql/busy-wait-too-long'],
  'reset-storm': ['irql/busy-wait-too-long'],
  'surprise-removal': ['irql/busy-wait-too-long'],
  'hostile-device': ['irql/busy-wait-too-long'],
  'fresh-memory': ['irql/busy-wait-too-long'],
};
