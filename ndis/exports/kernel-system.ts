/** Of the system as a whole: bug checks, versions, processors, addresses of functions. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { readUnicodeString, storeUnicodeString } from '../kernel/string';
import {
  STATUS_ACCESS_VIOLATION,
  STATUS_BREAKPOINT,
  STATUS_DATATYPE_MISALIGNMENT,
  STATUS_NOT_IMPLEMENTED,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, optionalOutput } from '../row';
import { BOOLEAN, LONG, NDIS_STATUS, PVOID, UCHAR, ULONG, VOID, pointer } from '../types';

/** Windows XP: NT 5.1, build 2600, with version 1.20 of the driver model (IoIsWdmVersionAvailable). */
const MAJOR_VERSION = 5;
const MINOR_VERSION = 1;
const BUILD_NUMBER = 2600;
const WDM_MAJOR_VERSION = 1;
const WDM_MINOR_VERSION = 0x20;
const SERVICE_PACK = 'Service Pack 2';

export const KeBugCheckEx = exported({
  name: 'KeBugCheckEx',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [
    input('BugCheckCode', ULONG),
    input('BugCheckParameter1', ULONG),
    input('BugCheckParameter2', ULONG),
    input('BugCheckParameter3', ULONG),
    input('BugCheckParameter4', ULONG),
  ],
  irql: Irql.ANY,
  page: 'nf-wdm-kebugcheckex',
  summary: 'Brings the system down.',
  body: (os, BugCheckCode, ...parameters) => os.bugCheck(BugCheckCode, parameters),
});

export const KeBugCheck = exported({
  name: 'KeBugCheck',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('BugCheckCode', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ntddk-kebugcheck',
  summary: 'Brings the system down.',
  body: (os, BugCheckCode) => os.bugCheck(BugCheckCode, [0, 0, 0, 0]),
});

export const PsGetVersion = exported({
  name: 'PsGetVersion',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [
    optionalOutput('MajorVersion', ULONG),
    optionalOutput('MinorVersion', ULONG),
    optionalOutput('BuildNumber', ULONG),
    optional('CSDVersion', pointer('UNICODE_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-psgetversion',
  summary: 'Gives the version of the system; TRUE if it is a checked build.',
  body(os, CSDVersion) {
    if (CSDVersion !== NULL) storeUnicodeString(os.memory, CSDVersion, SERVICE_PACK);
    return {
      Result: false,
      MajorVersion: MAJOR_VERSION,
      MinorVersion: MINOR_VERSION,
      BuildNumber: BUILD_NUMBER,
    };
  },
});

export const IoIsWdmVersionAvailable = exported({
  name: 'IoIsWdmVersionAvailable',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [input('MajorVersion', UCHAR), input('MinorVersion', UCHAR)],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-ioiswdmversionavailable',
  summary: 'Tells whether the system has a version of the driver model.',
  body: (_os, MajorVersion, MinorVersion) =>
    MajorVersion < WDM_MAJOR_VERSION ||
    (MajorVersion === WDM_MAJOR_VERSION && MinorVersion <= WDM_MINOR_VERSION),
});

export const KeQueryActiveProcessors = exported({
  name: 'KeQueryActiveProcessors',
  module: 'ntoskrnl.exe',
  returns: ULONG,
  args: [],
  irql: Irql.ANY,
  page: 'nf-wdm-kequeryactiveprocessors',
  summary: 'Gives a bit for each processor that runs.',
  body: () => 1,
});

export const MmLockPagableDataSection = exported({
  name: 'MmLockPagableDataSection',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [input('AddressWithinSection', PVOID)],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-mmlockpagabledatasection',
  summary: 'Locks the section of an image in memory; gives a handle of it.',
  body(os, AddressWithinSection) {
    os.code.lock(AddressWithinSection, 1);
    return AddressWithinSection;
  },
});

export const MmUnlockPagableImageSection = exported({
  name: 'MmUnlockPagableImageSection',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('ImageSectionHandle', PVOID)],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-mmunlockpagableimagesection',
  summary: 'Lets the section of an image be paged again.',
  body: (os, ImageSectionHandle) => os.code.lock(ImageSectionHandle, -1),
});

/**
 * KBUGCHECK_REASON_CALLBACK_RECORD of the DDK's ntddk.h: where its State is, and two values of it,
 * BufferEmpty and BufferInserted. A bug check ends the run, so that the routine is never called.
 */
const RECORD_STATE_OFFSET = 0x18;
const BUFFER_EMPTY = 0;
const BUFFER_INSERTED = 1;

/** Takes a record from one state to another; whether it was in the first. */
function moveRecord(os: OperatingSystem, record: VirtualAddress, from: number, to: number) {
  const at = virtual(record + RECORD_STATE_OFFSET);
  if (os.memory.read8(at) !== from) return false;
  os.memory.write8(at, to);
  return true;
}

export const KeRegisterBugCheckReasonCallback = exported({
  name: 'KeRegisterBugCheckReasonCallback',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [
    input('CallbackRecord', pointer('KBUGCHECK_REASON_CALLBACK_RECORD')),
    input('CallbackRoutine', PVOID),
    input('Reason', ULONG),
    input('Component', PVOID),
  ],
  irql: Irql.ANY,
  page: 'nf-wdm-keregisterbugcheckreasoncallback',
  summary: 'Has a routine called in a bug check; whether the record was free for it.',
  body: (os, CallbackRecord) => moveRecord(os, CallbackRecord, BUFFER_EMPTY, BUFFER_INSERTED),
});

export const KeDeregisterBugCheckReasonCallback = exported({
  name: 'KeDeregisterBugCheckReasonCallback',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [input('CallbackRecord', pointer('KBUGCHECK_REASON_CALLBACK_RECORD'))],
  irql: Irql.ANY,
  page: 'nf-wdm-kederegisterbugcheckreasoncallback',
  summary: 'Takes back a routine for bug checks; whether the record was registered.',
  body: (os, CallbackRecord) => moveRecord(os, CallbackRecord, BUFFER_INSERTED, BUFFER_EMPTY),
});

/** Functions that drivers look up because Windows XP lacks them, by "Requirements" of their pages. */
const NEWER_THAN_XP: ReadonlySet<string> = new Set([
  'KeAreAllApcsDisabled',
  'KeGetCurrentProcessorNumberEx',
  'KeQueryActiveProcessorCount',
  'KeQueryMaximumProcessorCount',
  'KeQueryUnbiasedInterruptTime',
  'KeSetTargetProcessorDpcEx',
  'KeTestSpinLock',
  'EtwRegister',
  'IoConnectInterruptEx',
  'IoGetAffinityInterrupt',
  'MmAllocateContiguousNodeMemory',
  'RtlIsNtDdiVersionAvailable',
  'RtlIsServicePackVersionInstalled',
  // Of wdmsec.lib, which asks the kernel for one first.
  'IoCreateDeviceSecure',
  'IoValidateDeviceIoControlAccess',
]);

// For any other name NULL would say that XP does not export it, of which the rows are no proof.
export const MmGetSystemRoutineAddress = exported({
  name: 'MmGetSystemRoutineAddress',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [input('SystemRoutineName', pointer('UNICODE_STRING'))],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-mmgetsystemroutineaddress',
  summary: 'Gives the address of a function of the kernel or the HAL by its name.',
  body(os, SystemRoutineName) {
    const name = readUnicodeString(os.memory, SystemRoutineName);
    if (NEWER_THAN_XP.has(name)) return NULL;
    const found = os.routineAddress?.('ntoskrnl.exe', name) ?? os.routineAddress?.('hal.dll', name);
    if (found === undefined) os.inconclusive(`the system routine ${name} is not modelled`);
    return virtual(found ?? NULL);
  },
});

// What a C++ compiler puts where a class has no function (Microsoft C run-time library reference).
// The kernel's raises an exception.
export const _purecall = exported({
  name: '_purecall',
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  returns: VOID,
  args: [],
  irql: Irql.ANY,
  page: 'Microsoft C run-time library',
  summary: 'Is called in place of a pure virtual function.',
  body: (os) => os.raise(STATUS_NOT_IMPLEMENTED, 'a pure virtual function was called'),
});

export const DbgBreakPoint = exported({
  name: 'DbgBreakPoint',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [],
  irql: Irql.ANY,
  page: 'nf-wdm-dbgbreakpoint',
  summary: 'Stops in the debugger, and raises an exception where there is none.',
  body: (os) => os.raise(STATUS_BREAKPOINT, 'there is no debugger'),
});

export const ExRaiseStatus = exported({
  name: 'ExRaiseStatus',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Status', NDIS_STATUS)],
  irql: Irql.ANY,
  page: 'nf-wdm-exraisestatus',
  summary: 'Raises an exception with a status.',
  body: (os, Status) => os.raise(Status, 'the driver asked for it'),
});

/** From here on are the addresses of the kernel's (MmUserProbeAddress). */
const USER_PROBE_ADDRESS = 0x7fff_0000;

/** What ProbeForRead and ProbeForWrite say of a range, before they touch it. */
function probe(os: OperatingSystem, address: number, byteCount: number, alignment: number): void {
  if (byteCount === 0) return;
  if (address % alignment !== 0)
    os.raise(STATUS_DATATYPE_MISALIGNMENT, 'the buffer is not aligned');
  if (address + byteCount > USER_PROBE_ADDRESS)
    os.raise(STATUS_ACCESS_VIOLATION, 'the buffer is not in user space');
}

const probed = [
  input('Address', PVOID),
  input('Length', ULONG),
  input('Alignment', ULONG),
] as const;

export const ProbeForRead = exported({
  name: 'ProbeForRead',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: probed,
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-probeforread',
  summary: 'Raises an exception unless a buffer lies in user space and is aligned.',
  body: (os, Address, Length, Alignment) => probe(os, Address, Length, Alignment),
});

// Nothing is mapped in user space: what lies there cannot be written to.
export const ProbeForWrite = exported({
  name: 'ProbeForWrite',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: probed,
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-probeforwrite',
  summary: 'Raises an exception unless a buffer in user space can be written to.',
  body(os, Address, Length, Alignment) {
    probe(os, Address, Length, Alignment);
    if (Length > 0) os.raise(STATUS_ACCESS_VIOLATION, 'the buffer cannot be written to');
  },
});

export const KeGetCurrentThread = exported({
  name: 'KeGetCurrentThread',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [],
  irql: Irql.ANY,
  page: 'nf-wdm-kegetcurrentthread',
  summary: 'Gives the thread that runs.',
  body: (os) => os.threads.current,
});

/** That of a system thread (KeSetPriorityThread: 1 to 31, the upper half for real time). */
const SYSTEM_THREAD_PRIORITY = 8;
const PRIORITY_MAX = 31;

// Threads wait for one another here, whatever their priority.
export const KeSetPriorityThread = exported({
  name: 'KeSetPriorityThread',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [input('Thread', PVOID), input('Priority', LONG)],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-kesetprioritythread',
  summary: 'Sets the priority of a thread; gives the one from before.',
  body(os, Thread, Priority) {
    if (Priority < 1 || Priority > PRIORITY_MAX)
      os.report('registration/nonsense-argument', {
        what: `KeSetPriorityThread was given ${Priority}; priorities are 1 to ${PRIORITY_MAX}.`,
      });
    return os.threads.setPriority(Thread, Priority) ?? SYSTEM_THREAD_PRIORITY;
  },
});
