/** MiniportHalt, the one path on which everything is given back, and the system's shutdown. */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { ADAPTER, type Adapter, adapterAt } from './adapter';
import { STOP_WAIT_US, stopCard } from './card';
import { stopInterrupts } from './interrupt';
import { deregisterPorts } from './resources';

export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
  releaseAdapter(ndis, adapterAt(ndis, MiniportAdapterContext));
};

/**
 * Gives back whatever an adapter has, in the inverse order of MiniportInitialize's steps, and the
 * adapter itself. NDIS has every packet back: a send is over when the frame is on the card.
 */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  if (adapter.HasPorts) {
    stopInterrupts(ndis, adapter);
    stopCard(ndis, adapter);
    ndis.NdisMSleep(STOP_WAIT_US);
  }
  if (adapter.HasShutdownHandler)
    ndis.NdisMDeregisterAdapterShutdownHandler(adapter.MiniportAdapterHandle);
  if (adapter.HasInterrupt) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  adapter.HasInterrupt = false;
  if (adapter.HasPorts) deregisterPorts(ndis, adapter);
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}

/** The system goes down, or has crashed: any IRQL, any page of the card, and nothing to wait for. */
export const MiniportShutdown: Handler<'MiniportShutdown'> = (ndis, ShutdownContext) => {
  stopCard(ndis, adapterAt(ndis, ShutdownContext));
};
