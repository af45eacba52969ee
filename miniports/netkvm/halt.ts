/** MiniportHalt, and the one path on which everything is given back. */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_CLOSING } from '../../ndis/status';
import { ADAPTER, type Adapter, adapterAt, lockOf } from './adapter';
import { stopChip } from './chip';
import { forbidInterrupts } from './interrupt';
import { freeMemory } from './memory';
import { deregisterPorts } from './resources';
import { abortSends } from './send';

export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
  releaseAdapter(ndis, adapterAt(ndis, MiniportAdapterContext));
};

/**
 * Gives back whatever an adapter has, in the inverse order of MiniportInitialize's steps, and the
 * adapter itself. Each step looks at the marks of what was done, so that it undoes no more.
 */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  forbidInterrupts(ndis, adapter);
  // Asleep, the device is quiet since it was reset, and its registers cannot be reached.
  if (adapter.HasDevice && !adapter.IsAsleep) stopChip(ndis, adapter);
  // It waits for a DPC that still runs.
  if (adapter.HasInterrupt) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  adapter.HasInterrupt = false;
  if (adapter.HasLock) abortSends(ndis, adapter, NDIS_STATUS_CLOSING);
  freeMemory(ndis, adapter);
  if (adapter.HasLock) ndis.NdisFreeSpinLock(lockOf(adapter));
  deregisterPorts(ndis, adapter);
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}
