/** NDIS asks each miniport regularly whether its NIC hangs, and resets it if it says so. */
import { MiniportCheckForHang } from '../handlers';
import type { Timer } from '../kernel/scheduler';
import { NDIS_STATUS_SUCCESS } from '../status';
import type { Adapter } from './adapter';
import { resetAdapter } from './lifecycle';

class HangCheck implements Timer {
  isQueued = false;
  event: Timer['event'] = undefined;
  periodNs = 0;
  readonly #adapter: Adapter;
  /** The last check said so, and nothing was pending. */
  #hungWhenIdle = false;

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
  }

  expired(): void {}

  run(): void {
    const adapter = this.#adapter;
    const { CheckForHangHandler } = adapter.characteristics;
    if (adapter.state !== 'running' || adapter.powerState !== 0 || adapter.isResetPending) return;
    if (CheckForHangHandler === 0) return;
    const hangs = adapter.call(MiniportCheckForHang, CheckForHangHandler, adapter.context);
    const hangsWhenIdle = hangs && isIdle(adapter);
    if (hangsWhenIdle && this.#hungWhenIdle)
      adapter.os.report('interrupt/false-hang', {
        what: 'MiniportCheckForHang returned TRUE twice in a row, with the link up, no request pending and nothing to send.',
        boundary: MiniportCheckForHang.name,
      });
    this.#hungWhenIdle = hangsWhenIdle;
    if (hangs) resetAdapter(adapter);
  }
}

/** Whether there is nothing that the NIC could hang in, nor a reset that has not mended it. */
function isIdle(adapter: Adapter): boolean {
  const { os, handle, pendingSends, sendQueue, currentRequest, resetStatus } = adapter;
  const isWaitedFor = pendingSends.size + sendQueue.length > 0 || currentRequest !== undefined;
  const isMended = resetStatus === undefined || resetStatus.status === NDIS_STATUS_SUCCESS;
  return !isWaitedFor && isMended && os.auditor?.isSteady(handle) === true;
}

export function startHangCheck(adapter: Adapter): void {
  const periodNs = adapter.checkForHangSeconds * 1e9;
  adapter.hangCheck = new HangCheck(adapter);
  adapter.os.scheduler.setTimer(adapter.hangCheck, periodNs, periodNs);
}

export function stopHangCheck(adapter: Adapter): void {
  const { hangCheck } = adapter;
  if (hangCheck === undefined) return;
  adapter.os.scheduler.cancelTimer(hangCheck);
  adapter.os.scheduler.removeDpc(hangCheck);
  adapter.hangCheck = undefined;
}
