/** NDIS asks each miniport regularly whether its NIC hangs, and resets it if it says so. */
import { MiniportCheckForHang } from '../handlers';
import type { Timer } from '../kernel/scheduler';
import type { Adapter } from './adapter';
import { resetAdapter } from './lifecycle';

class HangCheck implements Timer {
  isQueued = false;
  event: Timer['event'];
  periodNs = 0;
  readonly #adapter: Adapter;

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
    if (hangs) resetAdapter(adapter);
  }
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
