/**
 * Calls each function at the highest IRQL that it allows: a timer in MiniportReset, registers in
 * MiniportISR, sleep in a work item.
 */
import { NDIS_MINIPORT_TIMER, NDIS_STATUS_SUCCESS, layout, type Handler } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { queueing } from '../../../miniports/faulty/small-work';

const TIMERS = layout('TIMERS', undefined, { Timer: NDIS_MINIPORT_TIMER });

const tick: Handler<'MiniportTimer'> = () => undefined;
const sleepLater = queueing((ndis) => ndis.NdisMSleep(100));

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.NdisMInitializeTimer(
      ndis.global(TIMERS).Timer.address,
      adapter.MiniportAdapterHandle,
      ndis.addressOf(tick),
      adapter.address,
    );
    return NDIS_STATUS_SUCCESS;
  },
  reset(ndis, adapter) {
    ndis.NdisMSetTimer(ndis.global(TIMERS).Timer.address, 10);
    sleepLater(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  halt: (ndis) => void ndis.NdisMCancelTimer(ndis.global(TIMERS).Timer.address),
});
