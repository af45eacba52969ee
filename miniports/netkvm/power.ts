/**
 * Sleep, and the system's end. The device has no power management: it is reset before sleep, and may
 * have lost its power when waking up begins.
 */
import {
  NdisDeviceStateD0,
  NdisDeviceStateD3,
  NdisDevicePnPEventSurpriseRemoved,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_INVALID_DATA,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import { type Adapter, adapterAt } from './adapter';
import { resetChip, stopChip } from './chip';
import { restartDevice, stopDevice } from './device';
import { forbidInterrupts } from './interrupt';
import { abortSends } from './send';

/** OID_PNP_SET_POWER. At DISPATCH_LEVEL. */
export function setPower(ndis: Ndis, adapter: Adapter, state: number): NdisStatus {
  if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3) return NDIS_STATUS_INVALID_DATA;
  const shallSleep = state !== NdisDeviceStateD0;
  if (shallSleep && !adapter.IsAsleep) {
    stopDevice(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
    adapter.IsAsleep = true;
  }
  if (!shallSleep && adapter.IsAsleep) {
    adapter.IsAsleep = false;
    // If it does not come back, MiniportCheckForHang will ask for a reset.
    restartDevice(ndis, adapter, resetChip(ndis, adapter));
  }
  return NDIS_STATUS_SUCCESS;
}

/**
 * The device has been taken out: it answers no more. Its sends end here, for NDIS halts a miniport when
 * the protocols have unbound, and they unbind when their sends are over.
 */
export const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = (
  ndis,
  MiniportAdapterContext,
  PnPEvent,
) => {
  if (PnPEvent !== NdisDevicePnPEventSurpriseRemoved) return;
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  adapter.IsRemoved = true;
  forbidInterrupts(ndis, adapter);
  abortSends(ndis, adapter, NDIS_STATUS_FAILURE);
};

/** The system goes down, or has crashed: any IRQL, any state, and no kernel service is sure. */
export const MiniportShutdown: Handler<'MiniportShutdown'> = (ndis, ShutdownContext) => {
  const adapter = adapterAt(ndis, ShutdownContext);
  if (!adapter.IsAsleep) stopChip(ndis, adapter);
};
