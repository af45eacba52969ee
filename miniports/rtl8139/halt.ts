/** MiniportHalt, and the one path on which everything is given back. */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_CLOSING } from '../../ndis/status';
import { ADAPTER, type Adapter, adapterAt } from './adapter';
import { freeBuffers } from './buffers';
import { resetChip, stopChip } from './chip';
import { forbidInterrupts } from './interrupt';
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
  if (adapter.HasShutdownHandler)
    ndis.NdisMDeregisterAdapterShutdownHandler(adapter.MiniportAdapterHandle);
  forbidInterrupts(ndis, adapter);
  // It waits for a DPC that still runs.
  if (adapter.HasInterrupt) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  adapter.HasInterrupt = false;
  // Asleep, the device is quiet since it was reset, and its registers cannot be reached.
  if (adapter.HasChip && !adapter.IsAsleep) {
    stopChip(ndis, adapter);
    resetChip(ndis, adapter);
  }
  abortSends(ndis, adapter, NDIS_STATUS_CLOSING);
  freeBuffers(ndis, adapter);
  deregisterPorts(ndis, adapter);
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}
