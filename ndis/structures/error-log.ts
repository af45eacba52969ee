/** A packet for the error log (DDK wdm.h: IO_ERROR_LOG_PACKET), x86 layout. */
import { array, layout } from '../layout';
import { UCHAR, ULONG, ULONGLONG, USHORT } from '../types';

/** Strings follow; of DumpData one element counts, as in C. */
export const IO_ERROR_LOG_PACKET = layout('IO_ERROR_LOG_PACKET', 0x30, {
  MajorFunctionCode: UCHAR,
  RetryCount: UCHAR,
  DumpDataSize: USHORT,
  NumberOfStrings: USHORT,
  StringOffset: USHORT,
  EventCategory: USHORT,
  ErrorCode: ULONG,
  UniqueErrorValue: ULONG,
  FinalStatus: ULONG,
  SequenceNumber: ULONG,
  IoControlCode: ULONG,
  DeviceOffset: ULONGLONG,
  DumpData: array(ULONG, 1),
});

/** ERROR_LOG_MAXIMUM_SIZE: the longest packet with its strings. */
export const ERROR_LOG_MAXIMUM_SIZE = 240;
