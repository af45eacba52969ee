/** Time, processors, versions and other things of the system. */
import { Irql, incomplete, input, output } from '../row';
import { CHAR, LARGE_INTEGER, PVOID, UINT, ULONG, VOID, pointer } from '../types';

export const NdisGetCurrentSystemTime = incomplete({
  name: 'NdisGetCurrentSystemTime',
  returns: VOID,
  args: [output('SystemTime', LARGE_INTEGER)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetcurrentsystemtime',
  summary: 'Gives the time in units of 100 ns since 1601.',
});

export const NdisGetSystemUpTime = incomplete({
  name: 'NdisGetSystemUpTime',
  returns: VOID,
  args: [output('SystemUpTime', ULONG)],
  irql: Irql.ANY,
  page: 'ff552110',
  summary: 'Gives the milliseconds since the system was started.',
});

export const NdisGetCurrentProcessorCounts = incomplete({
  name: 'NdisGetCurrentProcessorCounts',
  returns: VOID,
  args: [output('IdleCount', ULONG), output('KernelAndUser', ULONG), output('Index', ULONG)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetcurrentprocessorcounts',
  summary: 'Gives the time counters of the processor that runs the caller.',
});

export const NdisGetCurrentProcessorCpuUsage = incomplete({
  name: 'NdisGetCurrentProcessorCpuUsage',
  returns: VOID,
  args: [output('CpuUsage', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetcurrentprocessorcpuusage',
  summary: 'Gives how busy the processor has been, in per cent.',
});

export const NdisSystemProcessorCount = incomplete({
  name: 'NdisSystemProcessorCount',
  returns: CHAR,
  args: [],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndissystemprocessorcount',
  summary: 'Gives how many processors there are.',
});

export const NdisGetSharedDataAlignment = incomplete({
  name: 'NdisGetSharedDataAlignment',
  returns: ULONG,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetshareddataalignment',
  summary: 'Gives the alignment that keeps data of two processors apart, in bytes.',
});

export const NdisGetVersion = incomplete({
  name: 'NdisGetVersion',
  returns: UINT,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetversion',
  summary: 'Gives the version of NDIS: major in the upper half, minor in the lower.',
});

export const NdisGetRoutineAddress = incomplete({
  name: 'NdisGetRoutineAddress',
  returns: PVOID,
  args: [input('NdisRoutineName', pointer('NDIS_STRING'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisgetroutineaddress',
  summary: 'Gives the address of an export of NDIS by its name, or NULL.',
});
