/**
 * Wide area networks (DDK ndis.h: NDIS_WAN_PACKET; ndiswan.h: what WAN miniports indicate and
 * answer), x86 layout.
 */
import { layout } from '../layout';
import { NDIS_HANDLE, NDIS_PHYSICAL_ADDRESS, PVOID, UINT, ULONG, USHORT } from '../types';
import { LIST_ENTRY } from './list';

/**
 * What MiniportWanSend gets. The frame lies between StartBuffer and EndBuffer, with room before and
 * behind it; the queue entry and MacReserved are the miniport's while it has the packet.
 */
export const NDIS_WAN_PACKET = layout('NDIS_WAN_PACKET', 0x38, {
  WanPacketQueue: LIST_ENTRY,
  CurrentBuffer: PVOID,
  CurrentLength: ULONG,
  StartBuffer: PVOID,
  EndBuffer: PVOID,
  ProtocolReserved1: PVOID,
  ProtocolReserved2: PVOID,
  ProtocolReserved3: PVOID,
  ProtocolReserved4: PVOID,
  MacReserved1: PVOID,
  MacReserved2: PVOID,
  MacReserved3: PVOID,
  MacReserved4: PVOID,
});

/** With NDIS_STATUS_WAN_LINE_UP. NDISWAN writes NdisLinkContext. */
export const NDIS_MAC_LINE_UP = layout('NDIS_MAC_LINE_UP', 0x18, {
  LinkSpeed: ULONG,
  Quality: ULONG,
  SendWindow: USHORT,
  ConnectionWrapperID: NDIS_HANDLE,
  NdisLinkHandle: NDIS_HANDLE,
  NdisLinkContext: NDIS_HANDLE,
});

/** With NDIS_STATUS_WAN_LINE_DOWN. */
export const NDIS_MAC_LINE_DOWN = layout('NDIS_MAC_LINE_DOWN', 0x04, {
  NdisLinkContext: NDIS_HANDLE,
});

/** With NDIS_STATUS_WAN_FRAGMENT: a frame arrived broken. */
export const NDIS_MAC_FRAGMENT = layout('NDIS_MAC_FRAGMENT', 0x08, {
  NdisLinkContext: NDIS_HANDLE,
  Errors: ULONG,
});

/** OID_WAN_GET_INFO. */
export const NDIS_WAN_INFO = layout('NDIS_WAN_INFO', 0x28, {
  MaxFrameSize: ULONG,
  MaxTransmit: ULONG,
  HeaderPadding: ULONG,
  TailPadding: ULONG,
  Endpoints: ULONG,
  MemoryFlags: UINT,
  HighestAcceptableAddress: NDIS_PHYSICAL_ADDRESS,
  FramingBits: ULONG,
  DesiredACCM: ULONG,
});

const LINK_INFO = {
  NdisLinkHandle: NDIS_HANDLE,
  MaxSendFrameSize: ULONG,
  MaxRecvFrameSize: ULONG,
  HeaderPadding: ULONG,
  TailPadding: ULONG,
  SendFramingBits: ULONG,
  RecvFramingBits: ULONG,
  SendCompressionBits: ULONG,
  RecvCompressionBits: ULONG,
  SendACCM: ULONG,
  RecvACCM: ULONG,
} as const;

/** OID_WAN_GET_LINK_INFO. */
export const NDIS_WAN_GET_LINK_INFO = layout('NDIS_WAN_GET_LINK_INFO', 0x2c, LINK_INFO);

/** OID_WAN_SET_LINK_INFO. */
export const NDIS_WAN_SET_LINK_INFO = layout('NDIS_WAN_SET_LINK_INFO', 0x2c, LINK_INFO);
