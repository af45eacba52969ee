/** Timers and waiting. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { OperatingSystem } from '../operating-system';
import { KTIMER } from '../structures/dispatcher';
import { NDIS_MINIPORT_TIMER, NDIS_TIMER } from '../structures/synchronization';
import { exported, input, Irql, output, type Acquires, type Releases } from '../row';
import { BOOLEAN, PVOID, UINT, ULONG, VOID, handle, pointer } from '../types';

/** KOBJECTS of wdm.h: a notification timer, and a DPC. */
const TimerNotificationObject = 8;
const DpcObject = 19;
/** KDPC_IMPORTANCE of wdm.h: what a DPC has unless KeSetImportanceDpc changes it. */
const MediumImportance = 1;

/** NdisStallExecution, MicrosecondsToStall. */
const STALL_US_MAX = 50;

/** What KeInitializeTimer and KeInitializeDpc write. */
function initializeTimer(
  os: OperatingSystem,
  address: VirtualAddress,
  routine: VirtualAddress,
  context: VirtualAddress,
): void {
  const { Timer, Dpc } = NDIS_TIMER.at(os.memory, address);
  const { Header } = Timer;
  Header.Type = TimerNotificationObject;
  Header.Size = KTIMER.bytes / 4;
  Header.Inserted = 0;
  Header.SignalState = 0;
  const waiters = Header.WaitListHead;
  waiters.Flink = waiters.address;
  waiters.Blink = waiters.address;
  Timer.DueTime = 0;
  Timer.Period = 0;
  Dpc.Type = DpcObject;
  Dpc.Number = 0;
  Dpc.Importance = MediumImportance;
  Dpc.DeferredRoutine = routine;
  Dpc.DeferredContext = context;
  Dpc.Lock = NULL;
}

/** A timer counts as held while it is set. */
const acquiresTimer: Acquires = {
  kind: 'timer',
  key: 'Timer',
  isHeld: (os, key) => os.timers.isSet(key),
};
const releasesTimer: Releases = { kind: 'timer', key: 'Timer', ifHeld: true };

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisInitializeTimer = exported({
  name: 'NdisInitializeTimer',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_TIMER')),
    input('TimerFunction', pointer('NDIS_TIMER_FUNCTION')),
    input('FunctionContext', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff552253',
  summary: "Initializes a timer that is not a miniport's.",
  body(os, Timer, TimerFunction, FunctionContext) {
    initializeTimer(os, Timer, TimerFunction, FunctionContext);
    os.timers.initialize(Timer, TimerFunction, FunctionContext, os.frame?.adapter ?? 0);
  },
});

export const NdisSetTimer = exported({
  name: 'NdisSetTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_TIMER')), input('MillisecondsToDelay', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'ff554768',
  summary: 'Lets a timer fire after a delay; NdisMSetTimer is a macro for it.',
  acquires: acquiresTimer,
  body: (os, Timer, MillisecondsToDelay) => os.timers.set(Timer, MillisecondsToDelay * 1e6, 0),
});

export const NdisSetTimerEx = exported({
  name: 'NdisSetTimerEx',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_TIMER')),
    input('MillisecondsToDelay', UINT),
    input('FunctionContext', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'NdisSetTimerEx',
  summary: 'Lets a timer fire after a delay with another context.',
  acquires: acquiresTimer,
  body: (os, Timer, MillisecondsToDelay, FunctionContext) =>
    os.timers.set(Timer, MillisecondsToDelay * 1e6, 0, FunctionContext),
});

export const NdisCancelTimer = exported({
  name: 'NdisCancelTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_TIMER')), output('TimerCancelled', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'ff550828',
  summary: 'Cancels a timer; FALSE if its function runs, has run or will run.',
  releases: releasesTimer,
  body: (os, Timer) => ({ TimerCancelled: os.timers.cancel(Timer) }),
});

// IRQL: the DDK's reference says DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMInitializeTimer = exported({
  name: 'NdisMInitializeTimer',
  returns: VOID,
  args: [
    input('Timer', pointer('NDIS_MINIPORT_TIMER')),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('TimerFunction', pointer('NDIS_TIMER_FUNCTION')),
    input('FunctionContext', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff553546',
  summary: "Initializes a miniport's timer, whose function runs under the adapter's lock.",
  needsAttributes: true,
  body(os, Timer, MiniportAdapterHandle, TimerFunction, FunctionContext) {
    initializeTimer(os, Timer, TimerFunction, FunctionContext);
    const object = NDIS_MINIPORT_TIMER.at(os.memory, Timer);
    object.MiniportTimerFunction = TimerFunction;
    object.MiniportTimerContext = FunctionContext;
    object.Miniport = virtual(MiniportAdapterHandle);
    object.NextDeferredTimer = NULL;
    os.timers.initialize(Timer, TimerFunction, FunctionContext, MiniportAdapterHandle);
  },
});

export const NdisMSetTimer = exported({
  name: 'NdisMSetTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), input('MillisecondsToDelay', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'ff553635',
  summary: "Lets a miniport's timer fire after a delay.",
  acquires: acquiresTimer,
  body: (os, Timer, MillisecondsToDelay) => os.timers.set(Timer, MillisecondsToDelay * 1e6, 0),
});

export const NdisMSetPeriodicTimer = exported({
  name: 'NdisMSetPeriodicTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), input('MillisecondPeriod', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'ff553632',
  summary: "Lets a miniport's timer fire again and again.",
  acquires: acquiresTimer,
  body: (os, Timer, MillisecondPeriod) =>
    os.timers.set(Timer, MillisecondPeriod * 1e6, MillisecondPeriod * 1e6),
});

export const NdisMCancelTimer = exported({
  name: 'NdisMCancelTimer',
  returns: VOID,
  args: [input('Timer', pointer('NDIS_MINIPORT_TIMER')), output('TimerCancelled', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'ff552321',
  summary: "Cancels a miniport's timer; FALSE if its function runs, has run or will run.",
  releases: releasesTimer,
  body: (os, Timer) => ({ TimerCancelled: os.timers.cancel(Timer) }),
});

// IRQL: "NDIS Delay Interface" (ff556931) says PASSIVE_LEVEL, the page of NdisMSleep in the
// current reference less than DISPATCH_LEVEL; the laxer holds.
export const NdisMSleep = exported({
  name: 'NdisMSleep',
  returns: VOID,
  args: [input('MicrosecondsToSleep', ULONG)],
  irql: Irql.BELOW_DISPATCH,
  irqlRule: 'irql/wait-at-raised-irql',
  page: 'ff553640',
  summary: 'Lets the calling thread sleep.',
  body({ scheduler }, MicrosecondsToSleep) {
    scheduler.wait(scheduler.untilTickNs(MicrosecondsToSleep * 1e3), () => false);
  },
});

// Compiles to hal.dll!KeStallExecutionProcessor.
export const NdisStallExecution = exported({
  name: 'NdisStallExecution',
  form: 'macro',
  returns: VOID,
  args: [input('MicrosecondsToStall', UINT)],
  irql: Irql.ANY,
  breaks: ['irql/stall-too-long'],
  page: 'nf-ndis-ndisstallexecution',
  summary: 'Keeps the processor busy for a while, 50 microseconds at most.',
  body(os, MicrosecondsToStall) {
    if (MicrosecondsToStall > STALL_US_MAX)
      os.report('irql/stall-too-long', {
        what: `The processor was to stall for ${MicrosecondsToStall} microseconds.`,
      });
    const { clock } = os;
    const endNs = clock.nowNs + MicrosecondsToStall * 1e3;
    // Devices go on, and interrupts come, as IRQL allows.
    while (clock.runNext(endNs)) {
      os.scheduler.poll();
      os.checkLimits();
    }
    if (clock.nowNs < endNs) clock.nowNs = endNs;
  },
});
