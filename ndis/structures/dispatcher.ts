/**
 * Kernel objects that a driver embeds in its own structures (DDK wdm.h: DISPATCHER_HEADER, KEVENT,
 * KTIMER, KDPC), as Windows XP lays them out on x86.
 */
import { layout } from '../layout';
import { LONG, PVOID, UCHAR, ULONG, ULONGLONG, USHORT } from '../types';
import { LIST_ENTRY } from './list';

export const DISPATCHER_HEADER = layout('DISPATCHER_HEADER', 0x10, {
  Type: UCHAR,
  Absolute: UCHAR,
  Size: UCHAR,
  Inserted: UCHAR,
  SignalState: LONG,
  WaitListHead: LIST_ENTRY,
});

export const KEVENT = layout('KEVENT', 0x10, {
  Header: DISPATCHER_HEADER,
});

export const KTIMER = layout('KTIMER', 0x28, {
  Header: DISPATCHER_HEADER,
  DueTime: ULONGLONG,
  TimerListEntry: LIST_ENTRY,
  Dpc: PVOID,
  Period: LONG,
});

/** Windows Server 2003 swapped Number and Importance and made Type a byte; this is Windows XP's. */
export const KDPC = layout('KDPC', 0x20, {
  Type: USHORT,
  Number: UCHAR,
  Importance: UCHAR,
  DpcListEntry: LIST_ENTRY,
  DeferredRoutine: PVOID,
  DeferredContext: PVOID,
  SystemArgument1: PVOID,
  SystemArgument2: PVOID,
  Lock: PVOID,
});

export const KDEVICE_QUEUE = layout('KDEVICE_QUEUE', 0x14, {
  Type: USHORT,
  Size: USHORT,
  DeviceListHead: LIST_ENTRY,
  Lock: ULONG,
  Busy: UCHAR,
});

export const KSEMAPHORE = layout('KSEMAPHORE', 0x14, {
  Header: DISPATCHER_HEADER,
  Limit: LONG,
});

export const KMUTANT = layout('KMUTANT', 0x20, {
  Header: DISPATCHER_HEADER,
  MutantListEntry: LIST_ENTRY,
  OwnerThread: PVOID,
  Abandoned: UCHAR,
  ApcDisable: UCHAR,
});
