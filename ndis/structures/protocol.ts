/**
 * What a protocol driver, or the lower edge of an intermediate one, hands to NDIS (DDK ndis.h:
 * NDIS_PROTOCOL_CHARACTERISTICS, NDIS_REQUEST, NET_PNP_EVENT; NDIS_OPEN_BLOCK, through whose
 * pointers its sends go), x86 layout.
 */
import { array, layout } from '../layout';
import { NDIS_HANDLE, PVOID, UCHAR, UINT, ULONG, USHORT } from '../types';
import { UNICODE_STRING } from './string';

const NDIS40_FIELDS = {
  MajorNdisVersion: UCHAR,
  MinorNdisVersion: UCHAR,
  Filler: USHORT,
  Reserved: UINT,
  OpenAdapterCompleteHandler: PVOID,
  CloseAdapterCompleteHandler: PVOID,
  SendCompleteHandler: PVOID,
  TransferDataCompleteHandler: PVOID,
  ResetCompleteHandler: PVOID,
  RequestCompleteHandler: PVOID,
  ReceiveHandler: PVOID,
  ReceiveCompleteHandler: PVOID,
  StatusHandler: PVOID,
  StatusCompleteHandler: PVOID,
  Name: UNICODE_STRING,
  ReceivePacketHandler: PVOID,
  BindAdapterHandler: PVOID,
  UnbindAdapterHandler: PVOID,
  PnPEventHandler: PVOID,
  UnloadHandler: PVOID,
} as const;

export const NDIS40_PROTOCOL_CHARACTERISTICS = layout(
  'NDIS40_PROTOCOL_CHARACTERISTICS',
  0x4c,
  NDIS40_FIELDS,
);

export const NDIS50_PROTOCOL_CHARACTERISTICS = layout('NDIS50_PROTOCOL_CHARACTERISTICS', 0x6c, {
  ...NDIS40_FIELDS,
  ReservedHandlers: array(PVOID, 4),
  CoSendCompleteHandler: PVOID,
  CoStatusHandler: PVOID,
  CoReceivePacketHandler: PVOID,
  CoAfRegisterNotifyHandler: PVOID,
});

export const NDIS_PROTOCOL_CHARACTERISTICS = NDIS50_PROTOCOL_CHARACTERISTICS;

/** `DATA` is the address of the part that RequestType decides: one of the two layouts below. */
export const NDIS_REQUEST = layout('NDIS_REQUEST', 0x5c, {
  MacReserved: array(UCHAR, 16),
  RequestType: ULONG,
  DATA: array(ULONG, 5),
  NdisReserved: array(UCHAR, 36),
  /** CallMgrReserved shares these bytes. */
  ProtocolReserved: array(UCHAR, 8),
  MiniportReserved: array(UCHAR, 8),
});

/** `DATA` of NdisRequestQueryInformation and NdisRequestQueryStatistics. */
export const QUERY_INFORMATION = layout('NDIS_REQUEST.DATA.QUERY_INFORMATION', 0x14, {
  Oid: ULONG,
  InformationBuffer: PVOID,
  InformationBufferLength: UINT,
  BytesWritten: UINT,
  BytesNeeded: UINT,
});

/** `DATA` of NdisRequestSetInformation. */
export const SET_INFORMATION = layout('NDIS_REQUEST.DATA.SET_INFORMATION', 0x14, {
  Oid: ULONG,
  InformationBuffer: PVOID,
  InformationBufferLength: UINT,
  BytesRead: UINT,
  BytesNeeded: UINT,
});

export const NET_PNP_EVENT = layout('NET_PNP_EVENT', 0x4c, {
  NetEvent: ULONG,
  Buffer: PVOID,
  BufferLength: ULONG,
  NdisReserved: array(ULONG, 4),
  TransportReserved: array(ULONG, 4),
  TdiReserved: array(ULONG, 4),
  TdiClientReserved: array(ULONG, 4),
});

/** What an NdisBindingHandle points to, as far as ndis.h shows it to a driver. */
export const NDIS_OPEN_BLOCK = layout('NDIS_OPEN_BLOCK', 0x6c, {
  MacHandle: PVOID,
  BindingHandle: NDIS_HANDLE,
  MiniportHandle: PVOID,
  ProtocolHandle: PVOID,
  ProtocolBindingContext: NDIS_HANDLE,
  MiniportNextOpen: PVOID,
  ProtocolNextOpen: PVOID,
  MiniportAdapterContext: NDIS_HANDLE,
  Reserved1: UCHAR,
  Reserved2: UCHAR,
  Reserved3: UCHAR,
  Reserved4: UCHAR,
  BindDeviceName: PVOID,
  Reserved5: ULONG,
  RootDeviceName: PVOID,
  SendHandler: PVOID,
  TransferDataHandler: PVOID,
  SendCompleteHandler: PVOID,
  TransferDataCompleteHandler: PVOID,
  ReceiveHandler: PVOID,
  ReceiveCompleteHandler: PVOID,
  WanReceiveHandler: PVOID,
  RequestCompleteHandler: PVOID,
  ReceivePacketHandler: PVOID,
  SendPacketsHandler: PVOID,
  ResetHandler: PVOID,
  RequestHandler: PVOID,
  ResetCompleteHandler: PVOID,
  StatusHandler: PVOID,
  StatusCompleteHandler: PVOID,
});
