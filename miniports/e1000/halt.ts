/** MiniportHalt, and the one path on which everything is given back. */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_CLOSING } from '../../ndis/status';
import {
  ADAPTER,
  type Adapter,
  adapterAt,
  receiveLock,
  sendLock,
  State,
  stateLock,
} from './adapter';
import { resetAndWait } from './hardware';
import { disableBusMastering } from './pci';
import { isLinkWatchOver } from './phy';
import { unmapRegisters } from './resources';
import { freeRings } from './rings';
import { abortSends } from './send';
import { setState, stopTraffic, Transition } from './transition';

/** How long to sleep between looks at what must end by itself. */
const WAIT_US = 10_000;

export const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
  releaseAdapter(ndis, adapterAt(ndis, MiniportAdapterContext));
};

/**
 * Gives back whatever an adapter has, in the inverse order of MiniportInitialize's steps, and the
 * adapter itself. Each step looks at the marks of what was done, so that it undoes no more.
 */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  quiet(ndis, adapter);
  if (adapter.HasInterrupt) ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
  adapter.HasInterrupt = false;
  if (adapter.HasLocks) abortSends(ndis, adapter, NDIS_STATUS_CLOSING);
  awaitReturns(ndis, adapter);
  disableBusMastering(ndis, adapter);
  freeRings(ndis, adapter);
  freeLocks(ndis, adapter);
  unmapRegisters(ndis, adapter);
  ndis.NdisFreeMemory(adapter.address, ADAPTER.bytes, 0);
}

/** Ends all that the driver and the device do by themselves. */
function quiet(ndis: Ndis, adapter: Adapter): void {
  // Before there are timers, the device has not been touched.
  if (!adapter.HasTimers) return;
  awaitTransition(ndis, adapter);
  const wasAsleep = adapter.State === State.ASLEEP;
  setState(ndis, adapter, wasAsleep ? State.ASLEEP : State.STOPPED, Transition.NONE);
  if (!wasAsleep) stopTraffic(ndis, adapter, NDIS_STATUS_CLOSING);
  // A timer function that was past cancelling when the watch ended finds nothing to do.
  while (!isLinkWatchOver(adapter)) ndis.NdisMSleep(WAIT_US);
  if (!wasAsleep && !adapter.IsRemoved) resetAndWait(ndis, adapter);
}

/** The transition timer fires at most twice more, and then the transition is over. */
function awaitTransition(ndis: Ndis, adapter: Adapter): void {
  while (adapter.Transition !== Transition.NONE) ndis.NdisMSleep(WAIT_US);
}

/** NDIS gives every packet back that was indicated to it: MiniportHalt may not return before. */
function awaitReturns(ndis: Ndis, adapter: Adapter): void {
  while (adapter.RxIndicated > 0) ndis.NdisMSleep(WAIT_US);
}

function freeLocks(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasLocks) return;
  ndis.NdisFreeSpinLock(receiveLock(adapter));
  ndis.NdisFreeSpinLock(sendLock(adapter));
  ndis.NdisFreeSpinLock(stateLock(adapter));
}
