/**
 * Interrupts. The ISR reads ISR Status, which takes the interrupt back, and leaves the work to the
 * DPC. Virtio 1.0, 4.1.4.5, 4.1.5.5.
 *
 * The device has no mask: it may interrupt from DRIVER_OK to its reset. The driver changes IsRunning
 * where the ISR cannot run, so that it touches no device that is asleep or gone.
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt } from './adapter';
import { checkLink } from './link';
import { readByte } from './ports';
import { handleReceive } from './receive';
import { ALL_ONES, Register } from './registers';
import { handleTransmit } from './send';

const NOT_OURS = { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };

/** The line is shared: the interrupt is ours if there is a cause. */
export const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return NOT_OURS;
  const causes = readByte(ndis, adapter, Register.ISR_STATUS);
  if (causes === 0 || causes === ALL_ONES) return NOT_OURS;
  return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
};

/** Looks at everything: one interrupt may mean all of it (4.1.5.4.2). */
export const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return;
  checkLink(ndis, adapter);
  handleTransmit(ndis, adapter);
  handleReceive(ndis, adapter);
};

/** Lets handlers touch a device that is about to run. */
export function allowInterrupts(ndis: Ndis, adapter: Adapter): void {
  synchronize(ndis, adapter, ndis.addressOf(run));
}

/** From now on no handler touches the device; resetting it quiets it. */
export function forbidInterrupts(ndis: Ndis, adapter: Adapter): void {
  if (adapter.HasInterrupt) synchronize(ndis, adapter, ndis.addressOf(stop));
}

function synchronize(ndis: Ndis, adapter: Adapter, code: ReturnType<Ndis['addressOf']>): void {
  ndis.NdisMSynchronizeWithInterrupt(adapter.Interrupt.address, code, adapter.address);
}

const run: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  adapterAt(ndis, SynchronizeContext).IsRunning = true;
  return true;
};

const stop: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  adapterAt(ndis, SynchronizeContext).IsRunning = false;
  return true;
};
