/**
 * Interrupts. The ISR takes the causes, masks the device and leaves the work to the DPC, which
 * unmasks it again. 8254x SDM 13.4.17 - 13.4.21.
 *
 * Whether the device may interrupt is known from AreInterruptsEnabled, which changes together with
 * the mask where the ISR cannot run. So the ISR never takes another device's interrupt on a shared
 * line for its own, nor touches a device that is stopped, asleep or half set up.
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { type Adapter, adapterAt, State } from './adapter';
import { readRegister, writeRegister } from './hardware';
import { watchLink } from './phy';
import { handleReceive } from './receive';
import { ALL_ONES, ICR, INTERRUPT_CAUSES, Register } from './registers';
import { handleTransmit } from './send';

/** Receive descriptors that one DPC works through; what is left waits for the next. */
const RECEIVE_COUNT_MAX = 64;

export const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (!adapter.AreInterruptsEnabled)
    return { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };
  // Reading ICR clears it, and with it the line.
  const causes = readRegister(ndis, adapter, Register.ICR);
  if (causes === ALL_ONES || (causes & INTERRUPT_CAUSES) === 0)
    return { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };
  maskDevice(ndis, adapter);
  adapter.InterruptCauses |= causes & INTERRUPT_CAUSES;
  return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
};

export const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  // The ISR leaves the causes alone until interrupts are enabled again.
  const causes = adapter.InterruptCauses;
  adapter.InterruptCauses = 0;
  if ((causes & ICR.LSC) !== 0) watchLink(ndis, adapter);
  handleTransmit(ndis, adapter);
  const isMore = handleReceive(ndis, adapter, RECEIVE_COUNT_MAX);
  enableInterrupts(ndis, adapter);
  // The rest of the frames gets an interrupt of its own, for no new frame may come to raise one.
  if (isMore && adapter.AreInterruptsEnabled) writeRegister(ndis, adapter, Register.ICS, ICR.RXT0);
};

/** Unmasks the device, if it runs. */
export function enableInterrupts(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisMSynchronizeWithInterrupt(
    adapter.Interrupt.address,
    ndis.addressOf(unmaskSynchronized),
    adapter.address,
  );
}

/** Masks the device, after State has ceased to be RUNNING: it stays so. */
export function disableInterrupts(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasInterrupt) return;
  ndis.NdisMSynchronizeWithInterrupt(
    adapter.Interrupt.address,
    ndis.addressOf(maskSynchronized),
    adapter.address,
  );
}

/**
 * Unmasks the device for the first time: when NDIS has sent a request, or the link timer runs. In
 * MiniportInitialize it would be too early, because no DPC is queued before that has returned.
 */
export function startInterrupts(ndis: Ndis, adapter: Adapter): void {
  if (adapter.HasStarted) return;
  adapter.HasStarted = true;
  enableInterrupts(ndis, adapter);
}

function maskDevice(ndis: Ndis, adapter: Adapter): void {
  writeRegister(ndis, adapter, Register.IMC, ALL_ONES);
  adapter.AreInterruptsEnabled = false;
}

const maskSynchronized: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (adapter.AreInterruptsEnabled) maskDevice(ndis, adapter);
  return true;
};

const unmaskSynchronized: Handler<'MiniportSynchronizeISR'> = (ndis, SynchronizeContext) => {
  const adapter = adapterAt(ndis, SynchronizeContext);
  if (adapter.State !== State.RUNNING) return false;
  adapter.AreInterruptsEnabled = true;
  writeRegister(ndis, adapter, Register.IMS, INTERRUPT_CAUSES);
  return true;
};
