/** Noticing that the device hangs, and resetting it. NDIS serializes both with requests. */
import type { Handler } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_HARD_ERRORS,
  NDIS_STATUS_NOT_RESETTABLE,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { adapterAt } from './adapter';
import { restartDevice, stopDevice } from './device';

/** How often NDIS asks, in seconds. */
export const CHECK_FOR_HANG_SECONDS = 2;
/** Checks in a row that find packets with the device and none sent since the one before. */
const HANG_COUNT_MAX = 2;

/**
 * Whether to reset: the device has failed, or it has packets and sends none.
 */
export const MiniportCheckForHang: Handler<'MiniportCheckForHang'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (adapter.IsAsleep || adapter.IsRemoved) return false;
  if (adapter.HasFailed) return true;
  const hasStalled = adapter.TxUsed > 0 && adapter.XmitOk === adapter.XmitOkBefore;
  adapter.XmitOkBefore = adapter.XmitOk;
  adapter.HangCount = hasStalled ? adapter.HangCount + 1 : 0;
  return adapter.HangCount >= HANG_COUNT_MAX;
};

/** Resets the device at once. It keeps all settings, so that NDIS need not restore them. */
export const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (adapter.IsAsleep || adapter.IsRemoved)
    return { Result: NDIS_STATUS_NOT_RESETTABLE, AddressingReset: false };
  const isReset = stopDevice(ndis, adapter, NDIS_STATUS_REQUEST_ABORTED);
  restartDevice(ndis, adapter, isReset);
  const Result = isReset ? NDIS_STATUS_SUCCESS : NDIS_STATUS_HARD_ERRORS;
  return { Result, AddressingReset: false };
};
