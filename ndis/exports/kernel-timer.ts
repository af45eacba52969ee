/** Time, timers and deferred procedure calls of ntoskrnl.exe and hal.dll. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { TICK_UNITS, systemTime, untilDueNs } from '../kernel/system-time';
import {
  DpcObject,
  HighImportance,
  MediumImportance,
  TimerNotificationObject,
} from '../kernel/timers';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, optionalOutput, output } from '../row';
import type { Acquires, Releases } from '../row';
import { KDPC, KTIMER } from '../structures/dispatcher';
import {
  BOOLEAN,
  KPROCESSOR_MODE,
  LARGE_INTEGER,
  LONG,
  NDIS_STATUS,
  PVOID,
  ULONG,
  VOID,
  enumeration,
  pointer,
  scalarReader,
  type NdisStatus,
} from '../types';
import { NdisStallExecution } from './timer';

/** Counts a second of the power management timer, ACPI 2.0, 4.7.2.1: what XP's HAL counts with. */
const PERFORMANCE_FREQUENCY = 3_579_545;
const STATUS_SUCCESS = 0 as NdisStatus;
const readLargeInteger = scalarReader(LARGE_INTEGER);

const timer = input('Timer', pointer('KTIMER'));
const dpc = input('Dpc', pointer('KDPC'));
/** A timer counts as held while it is set. */
const acquiresTimer: Acquires = {
  kind: 'timer',
  key: 'Timer',
  isHeld: (os, key) => os.kernelTimers.isSet(key),
};
const releasesTimer: Releases = { kind: 'timer', key: 'Timer', ifHeld: true };

export const KeStallExecutionProcessor = exported({
  name: 'KeStallExecutionProcessor',
  module: 'hal.dll',
  returns: VOID,
  args: [input('MicroSeconds', ULONG)],
  irql: Irql.ANY,
  breaks: NdisStallExecution.breaks,
  page: 'nf-ndis-ndisstallexecution',
  summary: 'Keeps the processor busy for a while.',
  body: (os, MicroSeconds) => NdisStallExecution.body(os, MicroSeconds),
});

export const KeQuerySystemTime = exported({
  name: 'KeQuerySystemTime',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [output('CurrentTime', LARGE_INTEGER)],
  irql: Irql.ANY,
  page: 'nf-wdm-kequerysystemtime',
  summary: 'Gives the time in units of 100 ns since 1601.',
  body: ({ clock }) => ({ CurrentTime: systemTime(clock) }),
});

export const KeQueryTimeIncrement = exported({
  name: 'KeQueryTimeIncrement',
  module: 'ntoskrnl.exe',
  returns: ULONG,
  args: [],
  irql: Irql.ANY,
  page: 'nf-wdm-kequerytimeincrement',
  summary: 'Gives the time between two clock interrupts in units of 100 ns.',
  body: () => TICK_UNITS,
});

export const KeQueryPerformanceCounter = exported({
  name: 'KeQueryPerformanceCounter',
  module: 'hal.dll',
  returns: LARGE_INTEGER,
  args: [optionalOutput('PerformanceFrequency', LARGE_INTEGER)],
  irql: Irql.ANY,
  page: 'nf-ntifs-kequeryperformancecounter',
  summary: 'Gives a counter that never stops, and how often it counts a second.',
  body: ({ clock }) => ({
    Result: Math.floor(clock.nowNs * (PERFORMANCE_FREQUENCY / 1e9)),
    PerformanceFrequency: PERFORMANCE_FREQUENCY,
  }),
});

export const KeDelayExecutionThread = exported({
  name: 'KeDelayExecutionThread',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    input('WaitMode', KPROCESSOR_MODE),
    input('Alertable', BOOLEAN),
    input('Interval', pointer('LARGE_INTEGER')),
  ],
  irql: Irql.BELOW_DISPATCH,
  irqlRule: 'irql/wait-at-raised-irql',
  page: 'nf-wdm-kedelayexecutionthread',
  summary: 'Lets the calling thread sleep for an interval or up to a time of day.',
  body({ clock, memory, scheduler }, _WaitMode, _Alertable, Interval) {
    const delayNs = untilDueNs(clock, readLargeInteger(memory, Interval));
    scheduler.wait(scheduler.untilTickNs(delayNs), () => false);
    return STATUS_SUCCESS;
  },
});

/** What KeInitializeTimerEx writes; `type` is 0 for a notification timer, 1 for a synchronizing one. */
function initializeTimer(os: OperatingSystem, address: VirtualAddress, type: number): void {
  const object = KTIMER.at(os.memory, address);
  const { Header } = object;
  Header.Type = TimerNotificationObject + type;
  Header.Size = KTIMER.bytes / 4;
  Header.Inserted = 0;
  Header.SignalState = 0;
  const waiters = Header.WaitListHead;
  waiters.Flink = waiters.address;
  waiters.Blink = waiters.address;
  object.DueTime = 0;
  object.Period = 0;
  os.kernelTimers.initializeTimer(address);
}

export const KeInitializeTimer = exported({
  name: 'KeInitializeTimer',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [timer],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-keinitializetimer',
  summary: 'Initializes a timer that stays signalled.',
  body: (os, Timer) => initializeTimer(os, Timer, 0),
});

export const KeInitializeTimerEx = exported({
  name: 'KeInitializeTimerEx',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [timer, input('Type', enumeration('TIMER_TYPE'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-keinitializetimerex',
  summary: 'Initializes a timer of either kind.',
  body: (os, Timer, Type) => initializeTimer(os, Timer, Type & 1),
});

export const KeInitializeDpc = exported({
  name: 'KeInitializeDpc',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [dpc, input('DeferredRoutine', PVOID), input('DeferredContext', PVOID)],
  irql: Irql.ANY,
  page: 'nf-wdm-keinitializedpc',
  summary: 'Initializes a DPC.',
  body(os, Dpc, DeferredRoutine, DeferredContext) {
    const object = KDPC.at(os.memory, Dpc);
    object.Type = DpcObject;
    object.Number = 0;
    object.Importance = MediumImportance;
    object.DeferredRoutine = DeferredRoutine;
    object.DeferredContext = DeferredContext;
    object.Lock = NULL;
    os.kernelTimers.initializeDpc(Dpc);
  },
});

export const KeSetImportanceDpc = exported({
  name: 'KeSetImportanceDpc',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [dpc, input('Importance', enumeration('KDPC_IMPORTANCE'))],
  irql: Irql.ANY,
  page: 'nf-wdm-kesetimportancedpc',
  summary: 'Says whether a DPC comes before others.',
  body(os, Dpc, Importance) {
    KDPC.at(os.memory, Dpc).Importance = Math.min(Importance, HighImportance);
  },
});

export const KeInsertQueueDpc = exported({
  name: 'KeInsertQueueDpc',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [dpc, input('SystemArgument1', PVOID), input('SystemArgument2', PVOID)],
  irql: Irql.ANY,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'nf-wdm-keinsertqueuedpc',
  summary: 'Queues a DPC; FALSE if it is queued already.',
  body(os, Dpc, SystemArgument1, SystemArgument2) {
    if (!os.kernelTimers.queueDpc(Dpc)) return false;
    const object = KDPC.at(os.memory, Dpc);
    object.SystemArgument1 = SystemArgument1;
    object.SystemArgument2 = SystemArgument2;
    return true;
  },
});

export const KeRemoveQueueDpc = exported({
  name: 'KeRemoveQueueDpc',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [dpc],
  irql: Irql.ANY,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'nf-wdm-keremovequeuedpc',
  summary: 'Takes a DPC off the queue; FALSE if it is not there.',
  body: (os, Dpc) => os.kernelTimers.removeDpc(Dpc),
});

export const KeFlushQueuedDpcs = exported({
  name: 'KeFlushQueuedDpcs',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-keflushqueueddpcs',
  summary: 'Returns when all DPCs that are queued have run.',
  body: ({ scheduler }) => scheduler.poll(),
});

/** Sets a timer; whether it was set before. Period is in milliseconds. */
function setTimer(
  os: OperatingSystem,
  Timer: VirtualAddress,
  DueTime: number,
  Period: number,
  Dpc: VirtualAddress,
): boolean {
  return os.kernelTimers.set(Timer, Dpc, untilDueNs(os.clock, DueTime), Period * 1e6);
}

export const KeSetTimer = exported({
  name: 'KeSetTimer',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [timer, input('DueTime', LARGE_INTEGER), optional('Dpc', pointer('KDPC'))],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'nf-wdm-kesettimer',
  summary: 'Lets a timer expire once; TRUE if it was set already.',
  acquires: acquiresTimer,
  body: (os, Timer, DueTime, Dpc) => setTimer(os, Timer, DueTime, 0, Dpc),
});

export const KeSetTimerEx = exported({
  name: 'KeSetTimerEx',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [
    timer,
    input('DueTime', LARGE_INTEGER),
    input('Period', LONG),
    optional('Dpc', pointer('KDPC')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'nf-wdm-kesettimerex',
  summary: 'Lets a timer expire once or again and again, every `Period` milliseconds.',
  acquires: acquiresTimer,
  body: (os, Timer, DueTime, Period, Dpc) => setTimer(os, Timer, DueTime, Period, Dpc),
});

export const KeCancelTimer = exported({
  name: 'KeCancelTimer',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [timer],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['interrupt/timer-not-initialized'],
  page: 'nf-wdm-kecanceltimer',
  summary: 'Cancels a timer; FALSE if it was not set. Its DPC may be queued already.',
  releases: releasesTimer,
  body: (os, Timer) => os.kernelTimers.cancel(virtual(Timer)),
});
