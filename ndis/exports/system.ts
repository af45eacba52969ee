/** Time, processors, versions and other things of the system. */
import { NULL } from '../../hardware/address';
import { CLOCK_TICK_NS } from '../kernel/costs';
import { readUnicodeString } from '../kernel/string';
import { systemTime, tickCount } from '../kernel/system-time';
import type { OperatingSystem } from '../operating-system';
import { NDIS_VERSION } from '../wrapper/version';
import { exported, input, Irql, output } from '../row';
import { CHAR, LARGE_INTEGER, PVOID, UINT, ULONG, VOID, pointer } from '../types';

/** That of the processors of the time (KeGetRecommendedSharedDataAlignment). */
const CACHE_LINE_BYTES = 64;

function idleTicks({ scheduler }: OperatingSystem): number {
  return Math.floor(scheduler.idleNs / CLOCK_TICK_NS);
}

export const NdisGetCurrentSystemTime = exported({
  name: 'NdisGetCurrentSystemTime',
  returns: VOID,
  args: [output('SystemTime', LARGE_INTEGER)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetcurrentsystemtime',
  summary: 'Gives the time in units of 100 ns since 1601.',
  body: ({ clock }) => ({ SystemTime: systemTime(clock) }),
});

export const NdisGetSystemUpTime = exported({
  name: 'NdisGetSystemUpTime',
  returns: VOID,
  args: [output('SystemUpTime', ULONG)],
  irql: Irql.ANY,
  page: 'ff552110',
  summary: 'Gives the milliseconds since the system was started.',
  body: ({ clock }) => ({
    SystemUpTime: (Math.floor(clock.nowNs / CLOCK_TICK_NS) * (CLOCK_TICK_NS / 1e6)) >>> 0,
  }),
});

// In clock ticks. The idle thread has those in which the system only waited; it is a thread of the
// kernel, so that they are in both counts.
export const NdisGetCurrentProcessorCounts = exported({
  name: 'NdisGetCurrentProcessorCounts',
  returns: VOID,
  args: [output('IdleCount', ULONG), output('KernelAndUser', ULONG), output('Index', ULONG)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetcurrentprocessorcounts',
  summary: 'Gives the time counters of the processor that runs the caller, and its number.',
  body: (os) => ({
    IdleCount: idleTicks(os),
    KernelAndUser: tickCount(os.clock),
    Index: 0,
  }),
});

export const NdisGetCurrentProcessorCpuUsage = exported({
  name: 'NdisGetCurrentProcessorCpuUsage',
  returns: VOID,
  args: [output('CpuUsage', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisgetcurrentprocessorcpuusage',
  summary: 'Gives how busy the processor has been, in per cent.',
  body: (os) => {
    const ticks = tickCount(os.clock);
    return { CpuUsage: ticks === 0 ? 0 : 100 - Math.floor((100 * idleTicks(os)) / ticks) };
  },
});

export const NdisSystemProcessorCount = exported({
  name: 'NdisSystemProcessorCount',
  returns: CHAR,
  args: [],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndissystemprocessorcount',
  summary: 'Gives how many processors there are.',
  body: () => 1,
});

export const NdisGetSharedDataAlignment = exported({
  name: 'NdisGetSharedDataAlignment',
  returns: ULONG,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetshareddataalignment',
  summary: 'Gives the alignment that keeps data of two processors apart, in bytes.',
  body: () => CACHE_LINE_BYTES,
});

export const NdisGetVersion = exported({
  name: 'NdisGetVersion',
  returns: UINT,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgetversion',
  summary: 'Gives the version of NDIS: major in the upper half, minor in the lower.',
  body: () => NDIS_VERSION,
});

export const NdisGetRoutineAddress = exported({
  name: 'NdisGetRoutineAddress',
  returns: PVOID,
  args: [input('NdisRoutineName', pointer('NDIS_STRING'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisgetroutineaddress',
  summary: 'Gives the address of an export of NDIS by its name, or NULL.',
  body: (os, NdisRoutineName) =>
    os.routineAddress?.('ndis.sys', readUnicodeString(os.memory, NdisRoutineName)) ?? NULL,
});
