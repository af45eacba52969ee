/**
 * Leaves a periodic timer set, which fires when the driver is gone: interrupt/timer-not-cancelled.
 */
import { NDIS_MINIPORT_TIMER, NDIS_STATUS_SUCCESS, layout, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const TIMERS = layout('TIMERS', undefined, { Timer: NDIS_MINIPORT_TIMER });

const tick: Handler<'MiniportTimer'> = () => undefined;

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
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/timer-not-cancelled', 'interrupt/callback-after-unload'],
  life: ['interrupt/timer-not-cancelled', 'interrupt/callback-after-unload'],
  start: ['interrupt/callback-after-unload', 'interrupt/timer-not-cancelled'],
};
