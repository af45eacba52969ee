/** Events. */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import { KEVENT } from '../structures/dispatcher';
import { NDIS_EVENT } from '../structures/synchronization';
import { exported, input, Irql } from '../row';
import { BOOLEAN, UINT, VOID, pointer } from '../types';

/** KOBJECTS of wdm.h: an event that stays signalled (NotificationEvent). */
const EventNotificationObject = 0;

/** The header of an event; one that nothing has initialized has no size, or no list of waiters. */
function headerOf(os: OperatingSystem, event: VirtualAddress) {
  const { Header } = NDIS_EVENT.at(os.memory, event).Event;
  if (Header.Size !== KEVENT.bytes / 4 || Header.WaitListHead.Flink === NULL)
    os.report('interrupt/event-not-initialized', {
      what: `${os.currentCall} was given ${hex(event)}, where no event was initialized.`,
    });
  return Header;
}

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and any; the laxer holds.
export const NdisInitializeEvent = exported({
  name: 'NdisInitializeEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializeevent',
  summary: 'Initializes an event, not signalled.',
  body(os, Event) {
    const { Header } = NDIS_EVENT.at(os.memory, Event).Event;
    Header.Type = EventNotificationObject;
    Header.Size = KEVENT.bytes / 4;
    Header.SignalState = 0;
    const waiters = Header.WaitListHead;
    waiters.Flink = waiters.address;
    waiters.Blink = waiters.address;
  },
});

export const NdisSetEvent = exported({
  name: 'NdisSetEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndissetevent',
  summary: 'Signals an event, which stays signalled.',
  breaks: ['interrupt/event-not-initialized'],
  body(os, Event) {
    headerOf(os, Event).SignalState = 1;
  },
});

export const NdisResetEvent = exported({
  name: 'NdisResetEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisresetevent',
  summary: 'Makes an event not signalled.',
  body(os, Event) {
    NDIS_EVENT.at(os.memory, Event).Event.Header.SignalState = 0;
  },
});

export const NdisWaitEvent = exported({
  name: 'NdisWaitEvent',
  returns: BOOLEAN,
  args: [input('Event', pointer('NDIS_EVENT')), input('MsToWait', UINT)],
  irql: Irql.PASSIVE,
  irqlRule: 'irql/wait-at-raised-irql',
  page: 'nf-ndis-ndiswaitevent',
  summary: 'Waits for an event; FALSE if the time is over first, and 0 waits for ever.',
  breaks: ['interrupt/event-not-initialized'],
  body(os, Event, MsToWait) {
    const Header = headerOf(os, Event);
    const { scheduler } = os;
    const durationNs = MsToWait === 0 ? Infinity : scheduler.untilTickNs(MsToWait * 1e6);
    const isSignalled = scheduler.wait(durationNs, () => Header.SignalState !== 0);
    if (!isSignalled && MsToWait === 0)
      os.neverReturns(`${os.boundary} waits for an event that nothing is left to set.`);
    return isSignalled;
  },
});
