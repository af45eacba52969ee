/**
 * Interrupts. The ISR masks the device and leaves the work to the DPC; when that is done, NDIS has
 * MiniportEnableInterrupt unmask it. RTL8139C(L) data sheet 6.5, 6.6.
 *
 * Whether the device may interrupt is what IMR says. The driver changes that together with IsRunning
 * where the ISR cannot run, so that a DPC which is late cannot unmask a device that has been stopped.
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt } from './adapter';
import { checkLink } from './link';
import { readUshort, writeUshort } from './ports';
import { handleReceive } from './receive';
import { Cause, INTERRUPT_CAUSES, Register } from './registers';
import { handleTransmit } from './send';

/** ISR of a device that has left its bus: it has bits that always read as 0. */
const GONE = 0xffff;
const NOT_OURS = { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };

/** The line is shared: the interrupt is ours if a cause is pending that the mask lets out. */
export const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return NOT_OURS;
  const causes = readUshort(ndis, adapter, Register.ISR);
  if (causes === 0 || causes === GONE) return NOT_OURS;
  if ((causes & readUshort(ndis, adapter, Register.IMR)) === 0) return NOT_OURS;
  writeUshort(ndis, adapter, Register.IMR, 0);
  return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
};

export const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return;
  const causes = readUshort(ndis, adapter, Register.ISR);
  if (causes === GONE) return;
  // Cleared before the work is done: what comes meanwhile sets them again.
  writeUshort(ndis, adapter, Register.ISR, causes);
  // After a bus error nothing but a reset helps: MiniportCheckForHang will ask for one.
  if ((causes & Cause.SERR) !== 0) adapter.HasFailed = true;
  if ((causes & Cause.RER) !== 0) adapter.RcvError++;
  if ((causes & Cause.PUN) !== 0) checkLink(ndis, adapter);
  if ((causes & (Cause.TOK | Cause.TER)) !== 0) handleTransmit(ndis, adapter);
  if ((causes & (Cause.ROK | Cause.RXOVW | Cause.FOVW)) !== 0) handleReceive(ndis, adapter);
};

/** NDIS calls it after MiniportHandleInterrupt. */
export const MiniportEnableInterrupt: Handler<'MiniportEnableInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  synchronize(ndis, adapter, ndis.addressOf(unmask));
};

/** Lets a device that has been set up run and interrupt. */
export function allowInterrupts(ndis: Ndis, adapter: Adapter): void {
  synchronize(ndis, adapter, ndis.addressOf(run));
}

/** Masks the device, which is not running from now on: it stays masked. */
export function forbidInterrupts(ndis: Ndis, adapter: Adapter): void {
  if (adapter.HasInterrupt) synchronize(ndis, adapter, ndis.addressOf(stop));
}

function synchronize(ndis: Ndis, adapter: Adapter, code: ReturnType<Ndis['addressOf']>): void {
  ndis.NdisMSynchronizeWithInterrupt(adapter.Interrupt.address, code, adapter.address);
}

const unmask: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (adapter.IsRunning) writeUshort(ndis, adapter, Register.IMR, INTERRUPT_CAUSES);
  return true;
};

const run: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  adapter.IsRunning = true;
  writeUshort(ndis, adapter, Register.IMR, INTERRUPT_CAUSES);
  return true;
};

const stop: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (!adapter.IsRunning) return true;
  adapter.IsRunning = false;
  writeUshort(ndis, adapter, Register.IMR, 0);
  return true;
};
