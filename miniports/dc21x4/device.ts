/** The ways of the device between running and not running, as all handlers go them. */
import { NDIS_ERROR_CODE_HARDWARE_FAILURE } from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { collectMissed, programChip, resetChip } from './chip';
import { allowInterrupts, forbidInterrupts } from './interrupt';
import { checkLink, updateLink } from './link';
import { abortSends, offerDescriptors } from './send';

/**
 * Brings a running device to a halt by a reset; what it had to send is lost. False if it
 * does not answer.
 */
export function stopDevice(ndis: Ndis, adapter: Adapter): boolean {
  forbidInterrupts(ndis, adapter);
  collectMissed(ndis, adapter);
  const isReset = resetChip(ndis, adapter);
  abortSends(adapter);
  return isReset;
}

/**
 * Sets up a device that `isReset`, with all the settings that it had, or notes that it is not to be
 * used. Of a device that stays dead the log hears once. At DISPATCH_LEVEL.
 */
export function restartDevice(ndis: Ndis, adapter: Adapter, isReset: boolean): void {
  const hadFailed = adapter.HasFailed;
  adapter.HasFailed = !isReset;
  if (!isReset) {
    if (hadFailed) return;
    const handle = adapter.MiniportAdapterHandle;
    ndis.NdisWriteErrorLogEntry(handle, NDIS_ERROR_CODE_HARDWARE_FAILURE, 0);
    return;
  }
  const wasUp = adapter.IsLinkUp;
  updateLink(ndis, adapter);
  adapter.IsLinkUp = wasUp;
  programChip(ndis, adapter);
  allowInterrupts(ndis, adapter);
  checkLink(ndis, adapter);
  offerDescriptors(ndis, adapter);
}
