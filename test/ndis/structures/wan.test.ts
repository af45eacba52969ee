/** Offsets and sizes as a C compiler gives them for ndis.h and ndiswan.h on x86. */
import {
  NDIS_MAC_FRAGMENT,
  NDIS_MAC_LINE_DOWN,
  NDIS_MAC_LINE_UP,
  NDIS_WAN_GET_LINK_INFO,
  NDIS_WAN_INFO,
  NDIS_WAN_PACKET,
  NDIS_WAN_SET_LINK_INFO,
} from '../../../ndis/structures/wan';
import { describeLayouts } from '../../support/layout-table';

const LINK_INFO = {
  NdisLinkHandle: 0x00,
  MaxSendFrameSize: 0x04,
  MaxRecvFrameSize: 0x08,
  HeaderPadding: 0x0c,
  TailPadding: 0x10,
  SendFramingBits: 0x14,
  RecvFramingBits: 0x18,
  SendCompressionBits: 0x1c,
  RecvCompressionBits: 0x20,
  SendACCM: 0x24,
  RecvACCM: 0x28,
};

describeLayouts([
  {
    layout: NDIS_WAN_PACKET,
    bytes: 0x38,
    offsets: {
      WanPacketQueue: 0x00,
      CurrentBuffer: 0x08,
      CurrentLength: 0x0c,
      StartBuffer: 0x10,
      EndBuffer: 0x14,
      ProtocolReserved1: 0x18,
      ProtocolReserved2: 0x1c,
      ProtocolReserved3: 0x20,
      ProtocolReserved4: 0x24,
      MacReserved1: 0x28,
      MacReserved2: 0x2c,
      MacReserved3: 0x30,
      MacReserved4: 0x34,
    },
  },
  {
    layout: NDIS_MAC_LINE_UP,
    bytes: 0x18,
    offsets: {
      LinkSpeed: 0x00,
      Quality: 0x04,
      SendWindow: 0x08,
      ConnectionWrapperID: 0x0c,
      NdisLinkHandle: 0x10,
      NdisLinkContext: 0x14,
    },
  },
  { layout: NDIS_MAC_LINE_DOWN, bytes: 0x04, offsets: { NdisLinkContext: 0x00 } },
  { layout: NDIS_MAC_FRAGMENT, bytes: 0x08, offsets: { NdisLinkContext: 0x00, Errors: 0x04 } },
  {
    layout: NDIS_WAN_INFO,
    bytes: 0x28,
    offsets: {
      MaxFrameSize: 0x00,
      MaxTransmit: 0x04,
      HeaderPadding: 0x08,
      TailPadding: 0x0c,
      Endpoints: 0x10,
      MemoryFlags: 0x14,
      HighestAcceptableAddress: 0x18,
      FramingBits: 0x20,
      DesiredACCM: 0x24,
    },
  },
  { layout: NDIS_WAN_GET_LINK_INFO, bytes: 0x2c, offsets: LINK_INFO },
  { layout: NDIS_WAN_SET_LINK_INFO, bytes: 0x2c, offsets: LINK_INFO },
]);
