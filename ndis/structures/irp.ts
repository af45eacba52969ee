/** I/O requests (DDK wdm.h: IRP, IO_STACK_LOCATION, FILE_OBJECT), x86 layout of Windows XP. */
import { array, layout } from '../layout';
import { CHAR, PVOID, UCHAR, ULONG, USHORT } from '../types';
import { LIST_ENTRY } from './list';
import { UNICODE_STRING } from './string';

export const IO_STATUS_BLOCK = layout('IO_STATUS_BLOCK', 0x08, {
  Status: ULONG,
  Information: ULONG,
});

/** AssociatedIrp and Tail are unions; of Tail these are the fields of Tail.Overlay. */
export const IRP = layout('IRP', 0x70, {
  Type: USHORT,
  Size: USHORT,
  MdlAddress: PVOID,
  Flags: ULONG,
  SystemBuffer: PVOID,
  ThreadListEntry: LIST_ENTRY,
  IoStatus: IO_STATUS_BLOCK,
  RequestorMode: CHAR,
  PendingReturned: UCHAR,
  StackCount: CHAR,
  CurrentLocation: CHAR,
  Cancel: UCHAR,
  CancelIrql: UCHAR,
  ApcEnvironment: CHAR,
  AllocationFlags: UCHAR,
  UserIosb: PVOID,
  UserEvent: PVOID,
  Overlay: array(ULONG, 2),
  CancelRoutine: PVOID,
  UserBuffer: PVOID,
  DriverContext: array(PVOID, 4),
  Thread: PVOID,
  AuxiliaryBuffer: PVOID,
  ListEntry: LIST_ENTRY,
  CurrentStackLocation: PVOID,
  OriginalFileObject: PVOID,
  Reserved68: array(ULONG, 2),
});

/** Parameters is a union; these are DeviceIoControl's. */
export const IO_STACK_LOCATION = layout('IO_STACK_LOCATION', 0x24, {
  MajorFunction: UCHAR,
  MinorFunction: UCHAR,
  Flags: UCHAR,
  Control: UCHAR,
  OutputBufferLength: ULONG,
  InputBufferLength: ULONG,
  IoControlCode: ULONG,
  Type3InputBuffer: PVOID,
  DeviceObject: PVOID,
  FileObject: PVOID,
  CompletionRoutine: PVOID,
  Context: PVOID,
});

/** What drivers use of it; Lock, Event and CompletionContext follow. */
export const FILE_OBJECT = layout('FILE_OBJECT', 0x70, {
  Type: USHORT,
  Size: USHORT,
  DeviceObject: PVOID,
  Vpb: PVOID,
  FsContext: PVOID,
  FsContext2: PVOID,
  SectionObjectPointer: PVOID,
  PrivateCacheMap: PVOID,
  FinalStatus: ULONG,
  RelatedFileObject: PVOID,
  LockOperation: UCHAR,
  DeletePending: UCHAR,
  ReadAccess: UCHAR,
  WriteAccess: UCHAR,
  DeleteAccess: UCHAR,
  SharedRead: UCHAR,
  SharedWrite: UCHAR,
  SharedDelete: UCHAR,
  Flags: ULONG,
  FileName: UNICODE_STRING,
  Reserved38: array(ULONG, 14),
});

export const IO_TYPE_IRP = 6;
export const IO_TYPE_FILE = 5;

/** IO_STACK_LOCATION.MajorFunction. */
export const IRP_MJ_CREATE = 0x00;
export const IRP_MJ_CLOSE = 0x02;
export const IRP_MJ_FLUSH_BUFFERS = 0x09;
export const IRP_MJ_DEVICE_CONTROL = 0x0e;
export const IRP_MJ_SHUTDOWN = 0x10;
export const IRP_MJ_CLEANUP = 0x12;
export const IRP_MJ_POWER = 0x16;
export const IRP_MJ_PNP = 0x1b;

/** IO_STACK_LOCATION.Control: IoMarkIrpPending. */
export const SL_PENDING_RETURNED = 0x01;
/** When a completion routine is called: IoSetCompletionRoutine. */
export const SL_INVOKE_ON_CANCEL = 0x20;
export const SL_INVOKE_ON_SUCCESS = 0x40;
export const SL_INVOKE_ON_ERROR = 0x80;
