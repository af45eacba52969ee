/** MiniportHalt, and the one path on which everything is given back. */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { ADAPTER, type Adapter, adapterAt } from './adapter';
import { stopChip } from './chip';
import { forbidInterrupts } from './interrupt';
import { freeLists } from './lists';
import { deregisterPorts } from './resources';

export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
  releaseAdapter(ndis, adapterAt(ndis, MiniportAdapterContext));
};

/**
 * Gives back whatever an adapter has, in the inverse order of MiniportInitialize's steps, and the
 * adapter itself. Each step looks at the marks of what was done, so that it undoes no more.
 */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  forbidInterrupts(ndis, adapter);
  // It waits for a DPC that still runs.
  if (adapter.HasInterrupt) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  adapter.HasInterrupt = false;
  // Asleep, the device is quiet since it was reset, and its registers cannot be reached.
  if (adapter.HasChip && !adapter.IsAsleep) stopChip(ndis, adapter);
  freeLists(ndis, adapter);
  deregisterPorts(ndis, adapter);
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}
