/** Sleeps in MiniportReset, which runs at DISPATCH_LEVEL: irql/wait-at-raised-irql. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis) {
    ndis.NdisMSleep(10);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['irql/wait-at-raised-irql'],
  life: ['irql/wait-at-raised-irql'],
  'reset-storm': ['irql/wait-at-raised-irql'],
  'surprise-removal': ['irql/wait-at-raised-irql'],
  'hostile-device': ['irql/wait-at-raised-irql'],
  'fresh-memory': ['irql/wait-at-raised-irql'],
};
