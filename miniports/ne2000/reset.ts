/** Noticing that the card hangs, and resetting it. */
import type { Handler } from '../../ndis/driver-interface';
import { NDIS_ERROR_CODE_HARDWARE_FAILURE } from '../../ndis/constants';
import { NDIS_STATUS_HARD_ERRORS, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { adapterAt } from './adapter';
import { isGone, leaveLoopback, resetCard, startInLoopback } from './card';
import { startInterrupts, stopInterrupts } from './interrupt';
import { watchLink } from './link';
import { dropTransmissions } from './send';
import { collectTallies } from './statistics';

/** Checks in a row that find a frame on its way out and none sent since the one before. */
const HANG_COUNT_MAX = 2;

/** Whether to reset: the card has failed, or has something to send and does not. */
export const MiniportCheckForHang: Handler<'MiniportCheckForHang'> = (
  ndis,
  MiniportAdapterContext,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  // No reset brings back a card that was pulled out. Its protocols unbind when their sends are over,
  // and only then is the driver halted.
  if (isGone(ndis, adapter)) {
    dropTransmissions(ndis, adapter);
    return false;
  }
  if (adapter.NeedsReset) return true;
  watchLink(ndis, adapter);
  const hasStalled = adapter.TxUsed > 0 && adapter.TxCompleted === adapter.TxCompletedBefore;
  adapter.TxCompletedBefore = adapter.TxCompleted;
  adapter.HangCount = hasStalled ? adapter.HangCount + 1 : 0;
  return adapter.HangCount >= HANG_COUNT_MAX;
};

/** Resets the card and sets it up as it was: NDIS need not restore anything. */
export const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  stopInterrupts(ndis, adapter);
  collectTallies(ndis, adapter);
  if (!resetCard(ndis, adapter)) {
    if (!adapter.IsDead)
      ndis.NdisWriteErrorLogEntry(
        adapter.MiniportAdapterHandle,
        NDIS_ERROR_CODE_HARDWARE_FAILURE,
        0,
      );
    adapter.IsDead = true;
    adapter.NeedsReset = true;
    dropTransmissions(ndis, adapter);
    return { Result: NDIS_STATUS_HARD_ERRORS, AddressingReset: false };
  }
  adapter.IsDead = false;
  adapter.NeedsReset = false;
  startInLoopback(ndis, adapter);
  leaveLoopback(ndis, adapter);
  startInterrupts(ndis, adapter);
  dropTransmissions(ndis, adapter);
  return { Result: NDIS_STATUS_SUCCESS, AddressingReset: false };
};
