/**
 * Interrupts. The ISR masks the device and leaves the work to the DPC; when that is done, NDIS has
 * MiniportEnableInterrupt unmask it. HRM, CSR5, CSR7.
 *
 * Whether the device may interrupt is what CSR7 says. The driver changes that together with IsRunning
 * where the ISR cannot run, so that a DPC which is late cannot unmask a device that has been stopped.
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt } from './adapter';
import { readCsr, writeCsr } from './ports';
import { handleReceive } from './receive';
import { ALL_ONES, Cause, INTERRUPT_CAUSES, Register } from './registers';
import { handleTransmit } from './send';

const NOT_OURS = { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };

/** The line is shared: the interrupt is ours if a cause is pending that the mask lets out. */
export const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return NOT_OURS;
  const causes = readCsr(ndis, adapter, Register.CSR5);
  // All ones is what a device gives that has left its bus.
  if (causes === ALL_ONES) return NOT_OURS;
  const mask = readCsr(ndis, adapter, Register.CSR7) & INTERRUPT_CAUSES;
  if ((causes & mask & (Cause.NIS | Cause.AIS)) === 0) return NOT_OURS;
  writeCsr(ndis, adapter, Register.CSR7, 0);
  return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
};

export const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning) return;
  const causes = readCsr(ndis, adapter, Register.CSR5);
  if (causes === ALL_ONES) return;
  // Cleared before the work is done: what comes meanwhile sets them again.
  writeCsr(ndis, adapter, Register.CSR5, causes);
  // After a bus error nothing but a reset helps: MiniportCheckForHang will ask for one.
  if ((causes & Cause.FBE) !== 0) adapter.HasFailed = true;
  if ((causes & Cause.TI) !== 0) handleTransmit(ndis, adapter);
  if ((causes & (Cause.RI | Cause.RU)) !== 0) handleReceive(ndis, adapter);
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
  if (adapter.IsRunning) writeCsr(ndis, adapter, Register.CSR7, INTERRUPT_CAUSES);
  return true;
};

const run: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  adapter.IsRunning = true;
  writeCsr(ndis, adapter, Register.CSR7, INTERRUPT_CAUSES);
  return true;
};

const stop: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (!adapter.IsRunning) return true;
  adapter.IsRunning = false;
  writeCsr(ndis, adapter, Register.CSR7, 0);
  return true;
};
