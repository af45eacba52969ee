/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import {
  NDIS_ENCAPSULATION_FORMAT,
  NDIS_TASK_OFFLOAD_HEADER,
  NDIS_TASK_OFFLOAD,
  NDIS_TASK_TCP_IP_CHECKSUM,
  NDIS_TASK_TCP_LARGE_SEND,
} from '../../../ndis/structures/task-offload';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_ENCAPSULATION_FORMAT,
    bytes: 0x0c,
    offsets: {
      Encapsulation: 0x00,
      Flags: 0x04,
      EncapsulationHeaderSize: 0x08,
    },
  },
  {
    layout: NDIS_TASK_OFFLOAD_HEADER,
    bytes: 0x1c,
    offsets: {
      Version: 0x00,
      Size: 0x04,
      Reserved: 0x08,
      OffsetFirstTask: 0x0c,
      EncapsulationFormat: 0x10,
    },
  },
  {
    layout: NDIS_TASK_OFFLOAD,
    bytes: 0x18,
    offsets: {
      Version: 0x00,
      Size: 0x04,
      Task: 0x08,
      OffsetNextTask: 0x0c,
      TaskBufferLength: 0x10,
      TaskBuffer: 0x14,
    },
  },
  {
    layout: NDIS_TASK_TCP_IP_CHECKSUM,
    bytes: 0x10,
    offsets: {
      V4Transmit: 0x00,
      V4Receive: 0x04,
      V6Transmit: 0x08,
      V6Receive: 0x0c,
    },
  },
  {
    layout: NDIS_TASK_TCP_LARGE_SEND,
    bytes: 0x10,
    offsets: {
      Version: 0x00,
      MaxOffLoadSize: 0x04,
      MinSegmentCount: 0x08,
      TcpOptions: 0x0c,
      IpOptions: 0x0d,
    },
  },
]);
