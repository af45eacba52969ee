/** Of the system as a whole: bug checks, versions, processors, addresses of functions. */
import { NULL, virtual } from '../../hardware/address';
import { readUnicodeString, storeUnicodeString } from '../kernel/string';
import { exported, input, Irql, optional, optionalOutput } from '../row';
import { BOOLEAN, PVOID, UCHAR, ULONG, VOID, pointer } from '../types';

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
  page: 'nf-ntddk-psgetversion',
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

// All memory here is locked.
export const MmLockPagableDataSection = exported({
  name: 'MmLockPagableDataSection',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [input('AddressWithinSection', PVOID)],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-mmlockpagabledatasection',
  summary: 'Locks the section of an image in memory; gives a handle of it.',
  body: (_os, AddressWithinSection) => AddressWithinSection,
});

export const MmUnlockPagableImageSection = exported({
  name: 'MmUnlockPagableImageSection',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('ImageSectionHandle', PVOID)],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-ntddk-mmunlockpagableimagesection',
  summary: 'Lets the section of an image be paged again.',
  body: () => undefined,
});

// NULL would say that Windows XP does not export it, of which the rows here are no proof.
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
    const found = os.routineAddress?.('ntoskrnl.exe', name) ?? os.routineAddress?.('hal.dll', name);
    if (found === undefined) os.inconclusive(`the system routine ${name} is not modelled`);
    return virtual(found ?? NULL);
  },
});
