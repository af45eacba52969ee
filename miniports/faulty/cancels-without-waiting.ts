/** Never asks whether its timer could be cancelled: interrupt/running-timer-not-awaited. */
import { NDIS_MINIPORT_TIMER, NDIS_STATUS_SUCCESS, layout, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

/** Longer than a life: it expires when it is cancelled, or not at all. */
const DELAY_MS = 600_000;

const TIMERS = layout('TIMERS', undefined, { Timer: NDIS_MINIPORT_TIMER });

const expire: Handler<'MiniportTimer'> = () => undefined;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { address } = ndis.global(TIMERS).Timer;
    ndis.NdisMInitializeTimer(
      address,
      adapter.MiniportAdapterHandle,
      ndis.addressOf(expire),
      adapter.address,
    );
    ndis.NdisMSetTimer(address, DELAY_MS);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis) {
    ndis.NdisMCancelTimer(ndis.global(TIMERS).Timer.address);
  },
});

/** Only a timer that expires at that moment shows it: sweep --only timer. */
export const expected: ExpectedFindings = { sweep: ['interrupt/running-timer-not-awaited'] };
