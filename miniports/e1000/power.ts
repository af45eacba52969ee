/** Sleep and waking up, surprise removal, and the system's end. */
import type { VirtualAddress } from '../../hardware/address';
import {
  NdisDevicePnPEventSurpriseRemoved,
  NdisDeviceStateD0,
  NdisDeviceStateD3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_ADAPTER_REMOVED,
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESET_IN_PROGRESS,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { type Adapter, adapterAt, receiveLock, State } from './adapter';
import { stopDevice } from './hardware';
import { enableBusMastering } from './pci';
import { cancelLinkWatch } from './phy';
import { abortSends, refuseSends } from './send';
import type { SetResult } from './sets';
import { collectStatistics } from './statistics';
import { beginTransition, Transition } from './transition';

/**
 * OID_PNP_SET_POWER: pending until the transition is over. The device sleeps alike in D1 to D3; the
 * bus driver sets its power state, after sleep has begun and before waking up begins.
 */
export function setPower(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): SetResult {
  const state = ndis.memory.read32(buffer);
  if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3)
    return { status: NDIS_STATUS_INVALID_DATA };
  // NDIS does not change the power of an adapter that it is resetting.
  if (adapter.Transition !== Transition.NONE) return { status: NDIS_STATUS_RESET_IN_PROGRESS };
  const isAwake = adapter.State !== State.ASLEEP;
  const shallBeAwake = state === NdisDeviceStateD0;
  if (isAwake === shallBeAwake) return { status: NDIS_STATUS_SUCCESS };
  if (shallBeAwake) {
    // D3 may have cost the device its configuration space (PCI Power Management 1.1, 5.4.1).
    if (adapter.HasBusMastering) enableBusMastering(ndis, adapter);
    beginTransition(ndis, adapter, Transition.WAKE);
  } else {
    collectStatistics(ndis, adapter);
    beginTransition(ndis, adapter, Transition.SLEEP);
  }
  return { status: NDIS_STATUS_PENDING };
}

/**
 * Surprise removal: from now on nothing waits for the device. It reads no memory any more, so all
 * packets go back at once. Other events are of no concern, nor those that are unknown.
 */
export const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = (
  ndis,
  MiniportAdapterContext,
  PnPEvent,
) => {
  if (PnPEvent !== NdisDevicePnPEventSurpriseRemoved) return;
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  adapter.IsRemoved = true;
  cancelLinkWatch(ndis, adapter);
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  adapter.IsReceiving = false;
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
  refuseSends(ndis, adapter, NDIS_STATUS_ADAPTER_REMOVED);
  abortSends(ndis, adapter, NDIS_STATUS_ADAPTER_REMOVED);
};

/** The system goes down, or has crashed: any IRQL, any state, and no kernel service is sure. */
export const MiniportShutdown: Handler<'MiniportShutdown'> = (ndis, ShutdownContext) => {
  const adapter = adapterAt(ndis, ShutdownContext);
  if (adapter.State !== State.ASLEEP && !adapter.IsRemoved) stopDevice(ndis, adapter);
};
