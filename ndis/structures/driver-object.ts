/** The I/O manager's objects (DDK wdm.h: DRIVER_OBJECT, DEVICE_OBJECT), x86 layout. */
import { array, layout } from '../layout';
import { LONG, PVOID, UCHAR, ULONG, USHORT } from '../types';
import { KDEVICE_QUEUE, KDPC, KEVENT } from './dispatcher';
import { UNICODE_STRING } from './string';

/** IRP_MJ_MAXIMUM_FUNCTION + 1. */
export const MAJOR_FUNCTION_COUNT = 28;

export const DRIVER_EXTENSION = layout('DRIVER_EXTENSION', 0x14, {
  DriverObject: PVOID,
  AddDevice: PVOID,
  Count: ULONG,
  ServiceKeyName: UNICODE_STRING,
});

export const DRIVER_OBJECT = layout('DRIVER_OBJECT', 0xa8, {
  Type: USHORT,
  Size: USHORT,
  DeviceObject: PVOID,
  Flags: ULONG,
  DriverStart: PVOID,
  DriverSize: ULONG,
  DriverSection: PVOID,
  DriverExtension: PVOID,
  DriverName: UNICODE_STRING,
  HardwareDatabase: PVOID,
  FastIoDispatch: PVOID,
  DriverInit: PVOID,
  DriverStartIo: PVOID,
  DriverUnload: PVOID,
  MajorFunction: array(PVOID, MAJOR_FUNCTION_COUNT),
});

export const DEVICE_OBJECT = layout('DEVICE_OBJECT', 0xb8, {
  Type: USHORT,
  Size: USHORT,
  ReferenceCount: LONG,
  DriverObject: PVOID,
  NextDevice: PVOID,
  AttachedDevice: PVOID,
  CurrentIrp: PVOID,
  Timer: PVOID,
  Flags: ULONG,
  Characteristics: ULONG,
  Vpb: PVOID,
  DeviceExtension: PVOID,
  DeviceType: ULONG,
  StackSize: UCHAR,
  /** A union of a list entry and a wait context block. */
  Queue: array(ULONG, 10),
  AlignmentRequirement: ULONG,
  DeviceQueue: KDEVICE_QUEUE,
  Dpc: KDPC,
  ActiveThreadCount: ULONG,
  SecurityDescriptor: PVOID,
  DeviceLock: KEVENT,
  SectorSize: USHORT,
  Spare1: USHORT,
  DeviceObjectExtension: PVOID,
  Reserved: PVOID,
});

/** Object types (DEVICE_OBJECT.Type, DRIVER_OBJECT.Type). */
export const IO_TYPE_DEVICE = 3;
export const IO_TYPE_DRIVER = 4;
