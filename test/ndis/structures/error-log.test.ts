/** Offsets and sizes as a C compiler gives them for wdm.h on x86. */
import { IO_ERROR_LOG_PACKET } from '../../../ndis/structures/error-log';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: IO_ERROR_LOG_PACKET,
    bytes: 0x30,
    offsets: {
      MajorFunctionCode: 0x00,
      RetryCount: 0x01,
      DumpDataSize: 0x02,
      NumberOfStrings: 0x04,
      StringOffset: 0x06,
      EventCategory: 0x08,
      ErrorCode: 0x0c,
      UniqueErrorValue: 0x10,
      FinalStatus: 0x14,
      SequenceNumber: 0x18,
      IoControlCode: 0x1c,
      DeviceOffset: 0x20,
      DumpData: 0x28,
    },
  },
]);
