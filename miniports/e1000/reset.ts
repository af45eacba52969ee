/** Noticing that the device hangs, and resetting it. */
import type { Handler } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_HARD_ERRORS,
  NDIS_STATUS_NOT_RESETTABLE,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESET_IN_PROGRESS,
} from '../../ndis/status';
import { adapterAt, sendLock, State } from './adapter';
import { collectStatistics } from './statistics';
import { beginTransition, Transition } from './transition';

/** How often NDIS asks, in seconds. */
export const CHECK_FOR_HANG_SECONDS = 2;
/** Checks in a row that find packets on the ring and none sent since the one before. */
const HANG_COUNT_MAX = 2;

/**
 * Whether to reset: the last transition failed, or the device has packets and sends none, be it
 * that it hangs, that an interrupt was lost, or that the link went down with packets on the ring.
 */
export const MiniportCheckForHang: Handler<'MiniportCheckForHang'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (adapter.IsRemoved || adapter.Transition !== Transition.NONE) return false;
  if (adapter.HasFailed) return adapter.State !== State.ASLEEP;
  ndis.NdisDprAcquireSpinLock(sendLock(adapter));
  const hasStalled = adapter.TxUsed > 0 && adapter.TxCompleted === adapter.TxCompletedBefore;
  adapter.TxCompletedBefore = adapter.TxCompleted;
  adapter.HangCount = hasStalled ? adapter.HangCount + 1 : 0;
  const hangs = adapter.HangCount >= HANG_COUNT_MAX;
  ndis.NdisDprReleaseSpinLock(sendLock(adapter));
  return hangs;
};

/** Begins a reset; the transition timer completes it. All settings are kept. */
export const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  if (adapter.IsRemoved) return { Result: NDIS_STATUS_HARD_ERRORS, AddressingReset: false };
  if (adapter.State === State.ASLEEP)
    return { Result: NDIS_STATUS_NOT_RESETTABLE, AddressingReset: false };
  if (adapter.Transition !== Transition.NONE)
    return { Result: NDIS_STATUS_RESET_IN_PROGRESS, AddressingReset: false };
  collectStatistics(ndis, adapter);
  beginTransition(ndis, adapter, Transition.RESET);
  return { Result: NDIS_STATUS_PENDING, AddressingReset: false };
};
