/**
 * Interrupts. The ISR masks the card and leaves the causes where they are; the DPC works them off,
 * and NDIS calls MiniportEnableInterrupt behind it. DP8390D 10.3 (ISR, IMR).
 *
 * Whether the card may interrupt is known from AreInterruptsEnabled, which changes together with
 * IMR where the ISR cannot run. So the ISR never takes another device's interrupt on a shared line
 * for its own, and finds the card in page 0 whenever it touches it.
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt } from './adapter';
import { isGone, readPort, synchronize, writePort } from './card';
import { recoverFromOverflow } from './overflow';
import { handleReceive } from './receive';
import { ISR, Port } from './registers';
import { handleTransmit } from './send';
import { collectTallies } from './statistics';

/**
 * What interrupts. Frames with errors are not kept, so that RXE says nothing that the counters do
 * not; RDC is waited for.
 */
const INTERRUPT_CAUSES = ISR.PRX | ISR.PTX | ISR.TXE | ISR.OVW | ISR.CNT;

export const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const isOurs =
    adapter.AreInterruptsEnabled &&
    (readPort(ndis, adapter, Port.ISR) & INTERRUPT_CAUSES) !== 0 &&
    !isGone(ndis, adapter);
  if (isOurs) maskCard(ndis, adapter);
  return { InterruptRecognized: isOurs, QueueMiniportHandleInterrupt: isOurs };
};

/** The work of each cause is done once. What comes meanwhile interrupts again. */
export const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.IsRunning || isGone(ndis, adapter)) return;
  const causes = readPort(ndis, adapter, Port.ISR);
  if ((causes & ISR.OVW) !== 0) recoverFromOverflow(ndis, adapter);
  else if ((causes & ISR.PRX) !== 0) handleReceive(ndis, adapter);
  if ((readPort(ndis, adapter, Port.ISR) & (ISR.PTX | ISR.TXE)) !== 0)
    handleTransmit(ndis, adapter);
  if ((causes & ISR.CNT) !== 0) {
    writePort(ndis, adapter, Port.ISR, ISR.CNT);
    collectTallies(ndis, adapter);
  }
};

export const MiniportDisableInterrupt: Handler<'MiniportDisableInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  maskCard(ndis, adapterAt(ndis, MiniportAdapterContext));
};

export const MiniportEnableInterrupt: Handler<'MiniportEnableInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  synchronize(ndis, adapterAt(ndis, MiniportAdapterContext), unmaskSynchronized);
};

/** The card runs from now on, and may interrupt. */
export function startInterrupts(ndis: Ndis, adapter: Adapter): void {
  adapter.IsRunning = true;
  synchronize(ndis, adapter, unmaskSynchronized);
}

/** The card does not run any more, and nothing unmasks it. */
export function stopInterrupts(ndis: Ndis, adapter: Adapter): void {
  adapter.IsRunning = false;
  synchronize(ndis, adapter, maskSynchronized);
}

function maskCard(ndis: Ndis, adapter: Adapter): void {
  adapter.AreInterruptsEnabled = false;
  writePort(ndis, adapter, Port.IMR, 0);
}

const maskSynchronized: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  maskCard(ndis, adapterAt(ndis, SynchronizeContext));
  return true;
};

const unmaskSynchronized: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (!adapter.IsRunning) return false;
  adapter.AreInterruptsEnabled = true;
  writePort(ndis, adapter, Port.IMR, INTERRUPT_CAUSES);
  return true;
};
