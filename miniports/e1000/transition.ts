/**
 * The ways of the device between its states: a reset, into sleep, and back to D0. Each takes the
 * same three steps with RESET_STEP_MS between them, so that nobody waits at DISPATCH_LEVEL: stop
 * the device; reset it, whereupon its DMA is over; and set it up anew, or leave it asleep. A timer
 * goes from step to step and completes what NDIS was told is pending.
 */
import { NDIS_ERROR_CODE_HARDWARE_FAILURE } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_ADAPTER_NOT_READY,
  NDIS_STATUS_HARD_ERRORS,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_RESET_IN_PROGRESS,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt, receiveLock, State, stateLock } from './adapter';
import { isGone, isResetDone, RESET_STEP_MS, resetDevice, stopDevice } from './hardware';
import { disableInterrupts, enableInterrupts } from './interrupt';
import { cancelLinkWatch, watchLink } from './phy';
import { programDevice } from './program';
import { abortSends, followLink, refuseSends } from './send';
import { armWakeUp } from './wake-up';

/** What the device is on its way to (ADAPTER.Transition). */
export const Transition = { NONE: 0, RESET: 1, SLEEP: 2, WAKE: 3 } as const;
export type Transition = (typeof Transition)[keyof typeof Transition];

/** What the timer does next (ADAPTER.TransitionStep). */
const Step = { RESET_DEVICE: 0, SET_UP: 1 } as const;

/** First step. What NDIS asked for is pending then, until the timer completes it. */
export function beginTransition(ndis: Ndis, adapter: Adapter, transition: Transition): void {
  setState(ndis, adapter, State.STOPPED, transition);
  adapter.TransitionStep = Step.RESET_DEVICE;
  const status =
    transition === Transition.RESET ? NDIS_STATUS_RESET_IN_PROGRESS : NDIS_STATUS_ADAPTER_NOT_READY;
  stopTraffic(ndis, adapter, status);
  if (!adapter.IsRemoved) stopDevice(ndis, adapter);
  ndis.NdisMSetTimer(adapter.TransitionTimer.address, RESET_STEP_MS);
}

/**
 * Ends all traffic, after State has ceased to be RUNNING. Packets to send fail with `status` from
 * now on; those on the ring wait until the device has been reset.
 */
export function stopTraffic(ndis: Ndis, adapter: Adapter, status: NdisStatus): void {
  cancelLinkWatch(ndis, adapter);
  disableInterrupts(ndis, adapter);
  refuseSends(ndis, adapter, status);
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  adapter.IsReceiving = false;
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
}

/** The second and third step: the function of the transition timer. */
export const transitionTimerFunction: Handler<'MiniportTimer'> = (
  ndis,
  _SystemSpecific1,
  FunctionContext,
) => {
  const adapter = adapterAt(ndis, FunctionContext);
  const isPresent = !adapter.IsRemoved && !isGone(ndis, adapter);
  if (isPresent && adapter.TransitionStep === Step.RESET_DEVICE) {
    resetDevice(ndis, adapter);
    adapter.TransitionStep = Step.SET_UP;
    ndis.NdisMSetTimer(adapter.TransitionTimer.address, RESET_STEP_MS);
    return;
  }
  // Either the device has been reset or it is gone: it reads no packet any more.
  abortSends(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
  const isGood = isPresent && isResetDone(ndis, adapter);
  if (adapter.Transition === Transition.SLEEP) fallAsleep(ndis, adapter, isGood);
  else wakeUp(ndis, adapter, isGood);
};

/** Sleep begins; the bus driver takes the power away once NDIS knows. */
function fallAsleep(ndis: Ndis, adapter: Adapter, isGood: boolean): void {
  if (isGood) armWakeUp(ndis, adapter);
  setState(ndis, adapter, State.ASLEEP, Transition.NONE);
  ndis.NdisMSetInformationComplete(adapter.MiniportAdapterHandle, NDIS_STATUS_SUCCESS);
}

/** The device runs again, with the settings that it had: NDIS need not restore them. */
function wakeUp(ndis: Ndis, adapter: Adapter, isGood: boolean): void {
  const { MiniportAdapterHandle: handle, Transition: transition } = adapter;
  // Of a device that stays dead the log hears once, however often it is reset.
  if (!isGood && !adapter.HasFailed)
    ndis.NdisWriteErrorLogEntry(handle, NDIS_ERROR_CODE_HARDWARE_FAILURE, 0);
  adapter.HasFailed = !isGood;
  if (isGood) startDevice(ndis, adapter);
  else setState(ndis, adapter, State.STOPPED, Transition.NONE);
  if (transition === Transition.RESET) {
    const status = isGood ? NDIS_STATUS_SUCCESS : NDIS_STATUS_HARD_ERRORS;
    ndis.NdisMResetComplete(handle, status, false);
  } else {
    // OID_PNP_SET_POWER must succeed; MiniportCheckForHang will ask for a reset.
    ndis.NdisMSetInformationComplete(handle, NDIS_STATUS_SUCCESS);
  }
}

/** Sets up a device that has been reset and lets traffic flow. */
function startDevice(ndis: Ndis, adapter: Adapter): void {
  programDevice(ndis, adapter);
  setState(ndis, adapter, State.RUNNING, Transition.NONE);
  followLink(ndis, adapter);
  enableInterrupts(ndis, adapter);
  watchLink(ndis, adapter);
}

/** Changes what the device is doing, and what it is on its way to. */
export function setState(
  ndis: Ndis,
  adapter: Adapter,
  state: number,
  transition: Transition,
): void {
  const lock = stateLock(adapter);
  ndis.NdisAcquireSpinLock(lock);
  adapter.State = state;
  adapter.Transition = transition;
  ndis.NdisReleaseSpinLock(lock);
}
