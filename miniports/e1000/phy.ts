/**
 * The PHY and the link: management registers, what was negotiated, and the timer that watches.
 * 8254x SDM 8.6.2, 13.4.7; flow control IEEE 802.3 28B.3.
 *
 * Only MiniportInitialize and the link timer, which runs on one processor at a time, reach the PHY,
 * so that MDIC needs no lock of its own.
 */
import { NULL } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_MEDIA_CONNECT, NDIS_STATUS_MEDIA_DISCONNECT } from '../../ndis/status';
import { type Adapter, adapterAt, State, stateLock } from './adapter';
import { readRegister, writeRegister } from './hardware';
import {
  ALL_ONES,
  CTRL,
  LINK_SPEEDS,
  MDIC,
  MDIC_DATA_MASK,
  MDIC_REGISTER_SHIFT,
  PAUSE,
  Phy,
  PHY_ID1,
  Register,
  SPEED_SHIFT,
  STATUS,
} from './registers';
import { startInterrupts } from './interrupt';
import { transmitControl } from './program';
import { followLink } from './send';

const MDIC_POLL_US = 10;
/** A management cycle is 64 bits at 2.5 MHz: 26 us. */
const MDIC_POLL_COUNT_MAX = 16;

/** How often the link is looked at when no interrupt tells of it. */
const LINK_WATCH_MS = 2000;

/** A register of the PHY, or undefined if it does not answer (13.4.7). */
function readPhy(ndis: Ndis, adapter: Adapter, register: number): number | undefined {
  const command = MDIC.READ | MDIC.PHY | (register << MDIC_REGISTER_SHIFT);
  writeRegister(ndis, adapter, Register.MDIC, command);
  for (let poll = 0; poll < MDIC_POLL_COUNT_MAX; poll++) {
    ndis.NdisStallExecution(MDIC_POLL_US);
    const value = readRegister(ndis, adapter, Register.MDIC);
    if ((value & MDIC.E) !== 0) return undefined;
    if ((value & MDIC.R) !== 0) return value & MDIC_DATA_MASK;
  }
  return undefined;
}

/** Whether the PHY is there and is the one that is known. It negotiates by itself (11.1). */
export function checkPhy(ndis: Ndis, adapter: Adapter): boolean {
  return readPhy(ndis, adapter, Phy.PID1) === PHY_ID1;
}

/**
 * CTRL.RFCE and CTRL.TFCE as they were negotiated (IEEE 802.3 table 28B-3): the PHY does not tell
 * the MAC by itself (8.7). Half duplex links have no PAUSE.
 */
function negotiatedPause(ndis: Ndis, adapter: Adapter, isFullDuplex: boolean): number {
  if (!isFullDuplex) return 0;
  const own = readPhy(ndis, adapter, Phy.PANA) ?? 0;
  const partner = readPhy(ndis, adapter, Phy.PLPA) ?? 0;
  if ((own & partner & PAUSE.SYMMETRIC) !== 0) return CTRL.RFCE | CTRL.TFCE;
  if ((own & partner & PAUSE.ASYMMETRIC) === 0) return 0;
  // One end sends PAUSE and the other obeys; who obeys has advertised SYMMETRIC too.
  if ((own & PAUSE.SYMMETRIC) !== 0) return CTRL.RFCE;
  return (partner & PAUSE.SYMMETRIC) !== 0 ? CTRL.TFCE : 0;
}

/** Brings flow control and the collision distance to what was negotiated. */
function followNegotiation(ndis: Ndis, adapter: Adapter, isFullDuplex: boolean): void {
  adapter.PauseControl = negotiatedPause(ndis, adapter, isFullDuplex);
  const ctrl = readRegister(ndis, adapter, Register.CTRL);
  if (ctrl === ALL_ONES) return;
  const pauseMask = CTRL.RFCE | CTRL.TFCE;
  writeRegister(ndis, adapter, Register.CTRL, (ctrl & ~pauseMask) | adapter.PauseControl);
  writeRegister(ndis, adapter, Register.TCTL, transmitControl(isFullDuplex));
}

/** Takes over the link's state from the device; true if it went up or down. */
export function updateLink(ndis: Ndis, adapter: Adapter): boolean {
  const status = readRegister(ndis, adapter, Register.STATUS);
  if (status === ALL_ONES) return false;
  const isUp = (status & STATUS.LU) !== 0;
  if (isUp) adapter.LinkSpeed = LINK_SPEEDS[(status & STATUS.SPEED) >>> SPEED_SHIFT];
  if (isUp === adapter.IsLinkUp) return false;
  adapter.IsLinkUp = isUp;
  if (isUp) followNegotiation(ndis, adapter, (status & STATUS.FD) !== 0);
  return true;
}

/** Has the link looked at after `delayMs`, and again and again. Under StateLock. */
function setLinkTimer(ndis: Ndis, adapter: Adapter, delayMs: number): void {
  adapter.IsLinkTimerSet = true;
  ndis.NdisMSetTimer(adapter.LinkTimer.address, delayMs);
}

/**
 * Has the link looked at soon, and from then on for as long as the device runs: it has just been
 * started, or has reported a change (LSC).
 */
export function watchLink(ndis: Ndis, adapter: Adapter): void {
  const lock = stateLock(adapter);
  ndis.NdisAcquireSpinLock(lock);
  if (adapter.State === State.RUNNING) setLinkTimer(ndis, adapter, 0);
  ndis.NdisReleaseSpinLock(lock);
}

/**
 * Ends the watch, after State has ceased to be RUNNING. A function that can no longer be cancelled
 * finds that out and touches nothing, but the adapter must outlive it: see isLinkWatchOver.
 */
export function cancelLinkWatch(ndis: Ndis, adapter: Adapter): void {
  const lock = stateLock(adapter);
  ndis.NdisAcquireSpinLock(lock);
  const { TimerCancelled } = ndis.NdisMCancelTimer(adapter.LinkTimer.address);
  if (TimerCancelled) adapter.IsLinkTimerSet = false;
  ndis.NdisReleaseSpinLock(lock);
}

/** Whether no link timer function runs or will. */
export function isLinkWatchOver(adapter: Adapter): boolean {
  return !adapter.IsLinkTimerSet && !adapter.IsLinkTimerRunning;
}

/** Tells the send path and the protocols what the link has become. Called without a lock. */
function reportLink(ndis: Ndis, adapter: Adapter, isUp: boolean): void {
  followLink(ndis, adapter);
  const status = isUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT;
  ndis.NdisMIndicateStatus(adapter.MiniportAdapterHandle, status, NULL, 0);
  ndis.NdisMIndicateStatusComplete(adapter.MiniportAdapterHandle);
}

/** The function of the link timer. It sets the timer first, lest it undo a watchLink. */
export const linkTimerFunction: Handler<'MiniportTimer'> = (ndis, _System1, FunctionContext) => {
  const adapter = adapterAt(ndis, FunctionContext);
  const lock = stateLock(adapter);
  ndis.NdisDprAcquireSpinLock(lock);
  adapter.IsLinkTimerSet = false;
  adapter.IsLinkTimerRunning = true;
  const isRunning = adapter.State === State.RUNNING && !adapter.IsRemoved;
  if (isRunning) setLinkTimer(ndis, adapter, LINK_WATCH_MS);
  const hasChanged = isRunning && updateLink(ndis, adapter);
  const isUp = adapter.IsLinkUp;
  ndis.NdisDprReleaseSpinLock(lock);
  if (hasChanged) reportLink(ndis, adapter, isUp);
  if (isRunning) startInterrupts(ndis, adapter);
  ndis.NdisDprAcquireSpinLock(lock);
  adapter.IsLinkTimerRunning = false;
  ndis.NdisDprReleaseSpinLock(lock);
};
