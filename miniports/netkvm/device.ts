/** The ways of the device between running and not running, as all handlers go them. */
import { NDIS_ERROR_CODE_HARDWARE_FAILURE } from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import type { NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { programChip, resetChip } from './chip';
import { programFilter } from './control';
import { allowInterrupts, forbidInterrupts } from './interrupt';
import { checkLink } from './link';
import { abortSends } from './send';

/** Resets a running device and gives back, with `status`, what it had to send; false if it is dead. */
export function stopDevice(ndis: Ndis, adapter: Adapter, status: NdisStatus): boolean {
  forbidInterrupts(ndis, adapter);
  const isReset = resetChip(ndis, adapter);
  abortSends(ndis, adapter, status);
  return isReset;
}

/**
 * Sets up a device that `isReset`, with all the settings that it had, or notes that it is not to be
 * used. Of a device that stays dead the log hears once. At DISPATCH_LEVEL.
 */
export function restartDevice(ndis: Ndis, adapter: Adapter, isReset: boolean): void {
  const hadFailed = adapter.HasFailed;
  adapter.HasFailed = !isReset;
  adapter.HangCount = 0;
  if (!isReset) {
    if (hadFailed) return;
    const handle = adapter.MiniportAdapterHandle;
    ndis.NdisWriteErrorLogEntry(handle, NDIS_ERROR_CODE_HARDWARE_FAILURE, 0);
    return;
  }
  allowInterrupts(ndis, adapter);
  programChip(ndis, adapter);
  programFilter(ndis, adapter);
  checkLink(ndis, adapter);
}
