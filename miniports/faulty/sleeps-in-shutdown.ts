/** Calls NdisMSleep in MiniportShutdown: power/shutdown-called-ndis. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { resetNic } from './small-registers';

export const DriverEntry = smallMiniport({
  shutdown(ndis, adapter) {
    resetNic(ndis, adapter);
    ndis.NdisMSleep(10_000);
  },
});

export const expected: ExpectedFindings = { power: ['power/shutdown-called-ndis'] };
