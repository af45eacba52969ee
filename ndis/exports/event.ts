/** Events. */
import { Irql, incomplete, input } from '../row';
import { BOOLEAN, UINT, VOID, pointer } from '../types';

// IRQL: the DDK's reference says at most DISPATCH_LEVEL and any; the laxer holds.
export const NdisInitializeEvent = incomplete({
  name: 'NdisInitializeEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializeevent',
  summary: 'Initializes an event, not signalled.',
});

export const NdisSetEvent = incomplete({
  name: 'NdisSetEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndissetevent',
  summary: 'Signals an event, which stays signalled.',
});

export const NdisResetEvent = incomplete({
  name: 'NdisResetEvent',
  returns: VOID,
  args: [input('Event', pointer('NDIS_EVENT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisresetevent',
  summary: 'Makes an event not signalled.',
});

export const NdisWaitEvent = incomplete({
  name: 'NdisWaitEvent',
  returns: BOOLEAN,
  args: [input('Event', pointer('NDIS_EVENT')), input('MsToWait', UINT)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndiswaitevent',
  summary: 'Waits for an event; FALSE if the time is over first, and 0 waits for ever.',
});
