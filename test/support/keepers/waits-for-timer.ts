/** Cancels its timer in MiniportHalt, and when that says FALSE waits until the timer has run. */
import {
  NDIS_MINIPORT_TIMER,
  NDIS_STATUS_SUCCESS,
  ULONG,
  layout,
  type Handler,
  type Ndis,
} from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const TIMERS = layout('TIMERS', undefined, { Timer: NDIS_MINIPORT_TIMER, RunCount: ULONG });
const WAIT_COUNT_MAX = 10;

/** Longer than a life. */
const LATE_MS = 600_000;

const tick: Handler<'MiniportTimer'> = (ndis) => {
  ndis.global(TIMERS).RunCount++;
};

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { address } = ndis.global(TIMERS).Timer;
    ndis.NdisMInitializeTimer(
      address,
      adapter.MiniportAdapterHandle,
      ndis.addressOf(tick),
      adapter.address,
    );
    ndis.NdisMSetPeriodicTimer(address, 100);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis) {
    const timers = ndis.global(TIMERS);
    const { address } = timers.Timer;
    ndis.NdisMCancelTimer(address);
    // Once more, so that it has expired when it is cancelled.
    timers.RunCount = 0;
    ndis.NdisMSetTimer(address, 10);
    ndis.NdisMSleep(20_000);
    cancelAndWait(ndis);
    // And one that has not: it may do so now.
    timers.RunCount = 0;
    ndis.NdisMSetTimer(address, LATE_MS);
    cancelAndWait(ndis);
  },
});

function cancelAndWait(ndis: Ndis): void {
  const timers = ndis.global(TIMERS);
  const { TimerCancelled } = ndis.NdisMCancelTimer(timers.Timer.address);
  for (let count = 0; !TimerCancelled && timers.RunCount === 0; count++) {
    if (count === WAIT_COUNT_MAX) break;
    ndis.NdisMSleep(1000);
  }
}
