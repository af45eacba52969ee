/** Events, semaphores and waiting of ntoskrnl.exe. The objects lie in the driver's memory. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { MAXIMUM_WAIT_OBJECTS_EXCEEDED } from '../bug-codes';
import { untilDueNs } from '../kernel/system-time';
import { ThreadObject } from '../kernel/threads';
import { TimerNotificationObject, TimerSynchronizationObject } from '../kernel/timers';
import { STATUS_MUTANT_NOT_OWNED, STATUS_SEMAPHORE_LIMIT_EXCEEDED } from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { DISPATCH_LEVEL, exported, input, Irql, optional } from '../row';
import { DISPATCHER_HEADER, KEVENT, KMUTANT, KSEMAPHORE } from '../structures/dispatcher';
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

/** KOBJECTS of wdm.h. */
const EventNotificationObject = 0;
const EventSynchronizationObject = 1;
const MutantObject = 2;
const SemaphoreObject = 5;
const STATUS_SUCCESS = 0 as NdisStatus;
const STATUS_TIMEOUT = 0x102 as NdisStatus;
const readLargeInteger = scalarReader(LARGE_INTEGER);

const event = input('Event', pointer('KEVENT'));

/** What the initializing functions write, `byteCount` being the object's size. */
function initialize(
  os: OperatingSystem,
  address: VirtualAddress,
  type: number,
  byteCount: number,
  state: number,
): void {
  const header = DISPATCHER_HEADER.at(os.memory, address);
  header.Type = type;
  header.Size = byteCount / 4;
  header.SignalState = state;
  const waiters = header.WaitListHead;
  waiters.Flink = waiters.address;
  waiters.Blink = waiters.address;
}

/** Sets the state of an event; the one from before. */
function setState(os: OperatingSystem, address: VirtualAddress, state: number): number {
  const header = KEVENT.at(os.memory, address).Header;
  const before = header.SignalState;
  header.SignalState = state;
  return before;
}

export const KeInitializeEvent = exported({
  name: 'KeInitializeEvent',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [event, input('Type', enumeration('EVENT_TYPE')), input('State', BOOLEAN)],
  irql: Irql.ANY,
  page: 'nf-wdm-keinitializeevent',
  summary: 'Initializes an event of either kind.',
  body: (os, Event, Type, State) =>
    initialize(
      os,
      Event,
      Type === 0 ? EventNotificationObject : EventSynchronizationObject,
      KEVENT.bytes,
      Number(State),
    ),
});

export const KeSetEvent = exported({
  name: 'KeSetEvent',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [event, input('Increment', LONG), input('Wait', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-kesetevent',
  summary: 'Signals an event; gives its state from before.',
  body: (os, Event) => setState(os, Event, 1),
});

export const KeResetEvent = exported({
  name: 'KeResetEvent',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [event],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-keresetevent',
  summary: 'Makes an event not signalled; gives its state from before.',
  body: (os, Event) => setState(os, Event, 0),
});

export const KeClearEvent = exported({
  name: 'KeClearEvent',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [event],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-keclearevent',
  summary: 'Makes an event not signalled.',
  body: (os, Event) => void setState(os, Event, 0),
});

export const KeReadStateEvent = exported({
  name: 'KeReadStateEvent',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [event],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-kereadstateevent',
  summary: 'Gives the state of an event: 0 if it is not signalled.',
  body: (os, Event) => KEVENT.at(os.memory, Event).Header.SignalState,
});

export const KeInitializeSemaphore = exported({
  name: 'KeInitializeSemaphore',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Semaphore', pointer('KSEMAPHORE')), input('Count', LONG), input('Limit', LONG)],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-keinitializesemaphore',
  summary: 'Initializes a semaphore with its count and the most that this can be.',
  body(os, Semaphore, Count, Limit) {
    initialize(os, Semaphore, SemaphoreObject, KSEMAPHORE.bytes, Count);
    KSEMAPHORE.at(os.memory, Semaphore).Limit = Limit;
  },
});

export const KeReleaseSemaphore = exported({
  name: 'KeReleaseSemaphore',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [
    input('Semaphore', pointer('KSEMAPHORE')),
    input('Increment', LONG),
    input('Adjustment', LONG),
    input('Wait', BOOLEAN),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-kereleasesemaphore',
  summary: 'Adds to the count of a semaphore; gives the count from before.',
  body(os, Semaphore, _Increment, Adjustment) {
    const { Header, Limit } = KSEMAPHORE.at(os.memory, Semaphore);
    const before = Header.SignalState;
    // "Return value": beyond the limit an exception is raised, STATUS_SEMAPHORE_LIMIT_EXCEEDED.
    if (before + Adjustment > Limit || Adjustment <= 0)
      os.raise(STATUS_SEMAPHORE_LIMIT_EXCEEDED, `the limit is ${Limit}`);
    Header.SignalState = before + Adjustment;
    return before;
  },
});

// A mutex without an owner is signalled; each wait of its owner counts one down.
export const KeInitializeMutex = exported({
  name: 'KeInitializeMutex',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Mutex', pointer('KMUTEX')), input('Level', ULONG)],
  irql: Irql.ANY,
  page: 'nf-wdm-keinitializemutex',
  summary: 'Initializes a mutex that nobody owns.',
  body(os, Mutex) {
    initialize(os, Mutex, MutantObject, KMUTANT.bytes, 1);
    const mutex = KMUTANT.at(os.memory, Mutex);
    mutex.OwnerThread = NULL;
    mutex.Abandoned = 0;
    mutex.ApcDisable = 1;
  },
});

export const KeReleaseMutex = exported({
  name: 'KeReleaseMutex',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [input('Mutex', pointer('KMUTEX')), input('Wait', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-kereleasemutex',
  summary: 'Gives a mutex back, once for each wait; 0 if nobody owns it from then on.',
  body(os, Mutex) {
    const mutex = KMUTANT.at(os.memory, Mutex);
    const { Header } = mutex;
    if (Header.SignalState > 0 || mutex.OwnerThread !== os.threads.current)
      os.raise(STATUS_MUTANT_NOT_OWNED, 'the thread does not own the mutex');
    const before = Header.SignalState;
    Header.SignalState = before + 1;
    if (before + 1 === 1) mutex.OwnerThread = NULL;
    return before;
  },
});

/** Whether the thread that runs owns a mutex, and so need not wait for it. */
function isOwned(os: OperatingSystem, object: VirtualAddress): boolean {
  if (DISPATCHER_HEADER.at(os.memory, object).Type !== MutantObject) return false;
  const { OwnerThread } = KMUTANT.at(os.memory, object);
  if (OwnerThread === NULL) return false;
  if (os.threads.isSuspended(OwnerThread))
    os.inconclusive('a wait for a mutex of a thread that waits itself is not modelled');
  return OwnerThread === os.threads.current;
}

/** Takes what a wait takes from the object that ended it. */
function satisfy(os: OperatingSystem, object: VirtualAddress): void {
  const header = DISPATCHER_HEADER.at(os.memory, object);
  switch (header.Type) {
    case EventSynchronizationObject:
    case TimerSynchronizationObject:
      header.SignalState = 0;
      break;
    case SemaphoreObject:
      header.SignalState--;
      break;
    case MutantObject:
      header.SignalState--;
      KMUTANT.at(os.memory, object).OwnerThread = os.threads.current;
  }
}

function checkWaitable(os: OperatingSystem, object: VirtualAddress): void {
  const { Type } = DISPATCHER_HEADER.at(os.memory, object);
  const known = [
    EventNotificationObject,
    EventSynchronizationObject,
    SemaphoreObject,
    MutantObject,
    TimerNotificationObject,
    TimerSynchronizationObject,
    ThreadObject,
  ];
  if (!known.includes(Type)) os.inconclusive(`waiting for objects of type ${Type} is not modelled`);
}

function isSignalled(os: OperatingSystem, object: VirtualAddress): boolean {
  return DISPATCHER_HEADER.at(os.memory, object).SignalState > 0 || isOwned(os, object);
}

/** Waits as KeWaitForXxx does; false if the time was over first. */
function waitUntil(os: OperatingSystem, isOver: () => boolean, Timeout: VirtualAddress): boolean {
  const { clock, memory, scheduler } = os;
  const timeoutNs =
    Timeout === NULL ? Infinity : untilDueNs(clock, readLargeInteger(memory, Timeout));
  if (timeoutNs > 0 && os.irql >= DISPATCH_LEVEL)
    os.report('irql/wait-at-raised-irql', {
      what: `${os.currentCall} was to wait at IRQL ${os.irql}.`,
      irql: String(os.irql),
    });
  if (timeoutNs === 0) return isOver();
  const durationNs = timeoutNs === Infinity ? timeoutNs : scheduler.untilTickNs(timeoutNs);
  const hasCome = scheduler.wait(durationNs, isOver);
  if (!hasCome && Timeout === NULL)
    os.neverReturns(`${os.boundary} waits for an object that nothing is left to signal.`);
  return hasCome;
}

export const KeWaitForSingleObject = exported({
  name: 'KeWaitForSingleObject',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    input('Object', PVOID),
    input('WaitReason', enumeration('KWAIT_REASON')),
    input('WaitMode', KPROCESSOR_MODE),
    input('Alertable', BOOLEAN),
    optional('Timeout', pointer('LARGE_INTEGER')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['irql/wait-at-raised-irql'],
  page: 'nf-wdm-kewaitforsingleobject',
  summary: 'Waits until an object is signalled, for ever if Timeout is NULL.',
  body(os, Object, _WaitReason, _WaitMode, _Alertable, Timeout) {
    checkWaitable(os, Object);
    const isFree = () => isSignalled(os, Object);
    if (!waitUntil(os, isFree, Timeout)) return STATUS_TIMEOUT;
    satisfy(os, Object);
    return STATUS_SUCCESS;
  },
});

/** WAIT_TYPE of wdm.h. */
const WaitAll = 0;
/** Without an array for more of them, and with one (ntddk.h: THREAD_WAIT_OBJECTS, wdm.h). */
const THREAD_WAIT_OBJECTS = 3;
const MAXIMUM_WAIT_OBJECTS = 64;

export const KeWaitForMultipleObjects = exported({
  name: 'KeWaitForMultipleObjects',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    input('Count', ULONG),
    input('Object', pointer('PVOID')),
    input('WaitType', enumeration('WAIT_TYPE')),
    input('WaitReason', enumeration('KWAIT_REASON')),
    input('WaitMode', KPROCESSOR_MODE),
    input('Alertable', BOOLEAN),
    optional('Timeout', pointer('LARGE_INTEGER')),
    optional('WaitBlockArray', pointer('KWAIT_BLOCK')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  breaks: ['irql/wait-at-raised-irql'],
  page: 'nf-wdm-kewaitformultipleobjects',
  summary: 'Waits until one or all of some objects are signalled; of one, it gives the number.',
  body(os, Count, Objects, WaitType, _Reason, _Mode, _Alertable, Timeout, WaitBlockArray) {
    const most = WaitBlockArray === NULL ? THREAD_WAIT_OBJECTS : MAXIMUM_WAIT_OBJECTS;
    if (Count > most) {
      os.report('registration/nonsense-argument', {
        what: `KeWaitForMultipleObjects was to wait for ${Count} objects; without WaitBlockArray it can for ${THREAD_WAIT_OBJECTS}, with it for ${MAXIMUM_WAIT_OBJECTS}.`,
      });
      os.bugCheck(MAXIMUM_WAIT_OBJECTS_EXCEEDED, [0, 0, 0, 0]);
    }
    const objects = Array.from({ length: Count }, (_, index) =>
      virtual(os.memory.read32(virtual(Objects + 4 * index))),
    );
    for (const object of objects) checkWaitable(os, object);
    const isFree = (object: VirtualAddress) => isSignalled(os, object);
    const isOver = () => (WaitType === WaitAll ? objects.every(isFree) : objects.some(isFree));
    if (!waitUntil(os, isOver, Timeout)) return STATUS_TIMEOUT;
    const first = WaitType === WaitAll ? 0 : objects.findIndex(isFree);
    const taken = WaitType === WaitAll ? objects : [objects[first]];
    for (const object of taken) satisfy(os, object);
    return (STATUS_SUCCESS + first) as NdisStatus;
  },
});
