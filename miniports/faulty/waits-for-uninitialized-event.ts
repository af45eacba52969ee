/** Waits for an event that it has never initialized: interrupt/event-not-initialized. */
import { layout, NDIS_EVENT, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const EVENTS = layout('EVENTS', undefined, { Event: NDIS_EVENT });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    ndis.NdisWaitEvent(ndis.global(EVENTS).Event.address, 100);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/event-not-initialized'],
  life: ['interrupt/event-not-initialized'],
  start: ['interrupt/event-not-initialized'],
};
