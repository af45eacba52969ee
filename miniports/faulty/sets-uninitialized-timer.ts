/** Sets a timer that it has never initialized: interrupt/timer-not-initialized. */
import { layout, NDIS_MINIPORT_TIMER, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const TIMERS = layout('TIMERS', undefined, { Timer: NDIS_MINIPORT_TIMER });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisMSetTimer(ndis.global(TIMERS).Timer.address, 100);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/timer-not-initialized'],
  life: ['interrupt/timer-not-initialized'],
  start: ['interrupt/timer-not-initialized'],
};
