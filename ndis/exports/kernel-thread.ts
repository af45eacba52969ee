/** Threads of ntoskrnl.exe that a driver makes for itself. */
import { NULL, virtual } from '../../hardware/address';
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS } from '../nt-status';
import { exported, input, Irql, optional, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, PVOID, ULONG, pointer, type NdisHandle } from '../types';

/** The process that system threads belong to. */
const SYSTEM_PROCESS_ID = 4;
const NO_HANDLE = 0 as NdisHandle;
const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;

export const PsCreateSystemThread = exported({
  ...nt,
  name: 'PsCreateSystemThread',
  returns: NDIS_STATUS,
  args: [
    output('ThreadHandle', NDIS_HANDLE),
    input('DesiredAccess', ULONG),
    optional('ObjectAttributes', pointer('OBJECT_ATTRIBUTES')),
    optional('ProcessHandle', NDIS_HANDLE),
    optional('ClientId', pointer('CLIENT_ID')),
    input('StartRoutine', pointer('KSTART_ROUTINE')),
    optional('StartContext', PVOID),
  ],
  page: 'nf-wdm-pscreatesystemthread',
  summary: 'Makes a thread, which runs StartRoutine at PASSIVE_LEVEL.',
  acquires: { kind: 'handle', key: 'ThreadHandle' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, _DesiredAccess, _Attributes, ProcessHandle, ClientId, StartRoutine, StartContext) {
    if (ProcessHandle !== NO_HANDLE)
      os.inconclusive('a system thread in the process of a program is not modelled');
    const image = os.frame?.image;
    const object =
      image === undefined ? undefined : os.threads.create(image, StartRoutine, StartContext);
    if (object === undefined)
      return { Result: STATUS_INSUFFICIENT_RESOURCES, ThreadHandle: NO_HANDLE };
    const ThreadHandle = os.handles.open({ kind: 'thread', object }) as NdisHandle;
    if (ClientId !== NULL) {
      os.memory.write32(ClientId, SYSTEM_PROCESS_ID);
      os.memory.write32(virtual(ClientId + 4), ThreadHandle & 0xffff);
    }
    return { Result: STATUS_SUCCESS, ThreadHandle };
  },
});

export const PsTerminateSystemThread = exported({
  ...nt,
  name: 'PsTerminateSystemThread',
  returns: NDIS_STATUS,
  args: [input('ExitStatus', NDIS_STATUS)],
  page: 'nf-wdm-psterminatesystemthread',
  summary: 'Ends the thread that calls it, which a driver must have made.',
  body: (os) => os.threads.endCurrent(),
});
