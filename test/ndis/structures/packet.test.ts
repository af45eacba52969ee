/**
 * Offsets and sizes as a C compiler gives them for ndis.h on x86. NDIS_PACKET_EXTENSION is as long
 * as in Windows XP's ndis.h; later headers made it longer.
 */
import {
  NDIS_PACKET_PRIVATE,
  NDIS_PACKET,
  NDIS_PACKET_OOB_DATA,
  NDIS_PACKET_EXTENSION,
  NDIS_PACKET_STACK,
} from '../../../ndis/structures/packet';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_PACKET_PRIVATE,
    bytes: 0x20,
    offsets: {
      PhysicalCount: 0x00,
      TotalLength: 0x04,
      Head: 0x08,
      Tail: 0x0c,
      Pool: 0x10,
      Count: 0x14,
      Flags: 0x18,
      ValidCounts: 0x1c,
      NdisPacketFlags: 0x1d,
      NdisPacketOobOffset: 0x1e,
    },
  },
  {
    layout: NDIS_PACKET,
    bytes: 0x3c,
    offsets: {
      Private: 0x00,
      MiniportReserved: 0x20,
      MiniportReservedEx: 0x20,
      WrapperReserved: 0x28,
      Reserved: 0x30,
      ProtocolReserved: 0x38,
    },
  },
  {
    layout: NDIS_PACKET_OOB_DATA,
    bytes: 0x20,
    offsets: {
      TimeToSend: 0x00,
      TimeReceived: 0x08,
      HeaderSize: 0x10,
      SizeMediaSpecificInfo: 0x14,
      MediaSpecificInformation: 0x18,
      Status: 0x1c,
    },
  },
  {
    layout: NDIS_PACKET_EXTENSION,
    bytes: 0x28,
    offsets: {
      NdisPacketInfo: 0x00,
    },
  },
  {
    layout: NDIS_PACKET_STACK,
    bytes: 0x18,
    offsets: {
      IMReserved: 0x00,
      NdisReserved: 0x08,
    },
  },
]);
