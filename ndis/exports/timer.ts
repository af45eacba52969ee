/** Timers and waiting. */
import { Irql, incomplete, input, output } from '../row';
import { BOOLEAN, CONTEXT, UINT, ULONG, VOID, handle, pointer } from '../types';

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisInitializeTimer = incomplete({
  name: 'NdisInitializeTimer',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_TIMER')),
    input('TimerFunction', pointer('NDIS_TIMER_FUNCTION')),
    input('FunctionContext', CONTEXT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisInitializeTimer',
  summary: "Initializes a timer that is not a miniport's.",
});

export const NdisSetTimer = incomplete({
  name: 'NdisSetTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_TIMER')), input('MillisecondsToDelay', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetTimer',
  summary: 'Lets a timer fire after a delay; NdisMSetTimer is a macro for it.',
});

export const NdisSetTimerEx = incomplete({
  name: 'NdisSetTimerEx',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_TIMER')),
    input('MillisecondsToDelay', UINT),
    input('FunctionContext', CONTEXT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetTimerEx',
  summary: 'Lets a timer fire after a delay with another context.',
});

export const NdisCancelTimer = incomplete({
  name: 'NdisCancelTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_TIMER')), output('TimerCancelled', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisCancelTimer',
  summary: 'Cancels a timer; FALSE if its function runs, has run or will run.',
});

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMInitializeTimer = incomplete({
  name: 'NdisMInitializeTimer',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_MINIPORT_TIMER')),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('TimerFunction', pointer('NDIS_TIMER_FUNCTION')),
    input('FunctionContext', CONTEXT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMInitializeTimer',
  summary: "Initializes a miniport's timer, whose function runs under the adapter's lock.",
});

export const NdisMSetTimer = incomplete({
  name: 'NdisMSetTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), input('MillisecondsToDelay', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMSetTimer',
  summary: "Lets a miniport's timer fire after a delay.",
});

export const NdisMSetPeriodicTimer = incomplete({
  name: 'NdisMSetPeriodicTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), input('MillisecondPeriod', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisMSetPeriodicTimer',
  summary: "Lets a miniport's timer fire again and again.",
});

export const NdisMCancelTimer = incomplete({
  name: 'NdisMCancelTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), output('TimerCancelled', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff552321',
  summary: "Cancels a miniport's timer; FALSE if its function runs, has run or will run.",
});

// IRQL: "NDIS Delay Interface" (ff556931) says PASSIVE_LEVEL, the page of NdisMSleep in the
// current reference less than DISPATCH_LEVEL; the laxer holds.
export const NdisMSleep = incomplete({
  name: 'NdisMSleep',
  returns: VOID,
  args: [input('MicrosecondsToSleep', ULONG)],
  irql: Irql.BELOW_DISPATCH,
  page: 'ff553640',
  summary: 'Lets the calling thread sleep.',
});

// Compiles to hal.dll!KeStallExecutionProcessor.
export const NdisStallExecution = incomplete({
  name: 'NdisStallExecution',
  form: 'macro',
  returns: VOID,
  args: [input('MicrosecondsToStall', UINT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisstallexecution',
  summary: 'Keeps the processor busy for a while, 50 microseconds at most.',
});
