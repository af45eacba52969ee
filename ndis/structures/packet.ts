/**
 * Packet descriptors (DDK ndis.h: NDIS_PACKET and what follows it in memory), x86 layout. Behind
 * the ProtocolReserved area, at Private.NdisPacketOobOffset, lie the out-of-band data and behind
 * that the extension with the per-packet information.
 */
import { array, layout, union } from '../layout';
import { BOOLEAN, NDIS_STATUS, PVOID, UCHAR, UINT, ULONG, ULONGLONG, USHORT } from '../types';

export const NDIS_PACKET_PRIVATE = layout('NDIS_PACKET_PRIVATE', 0x20, {
  PhysicalCount: UINT,
  TotalLength: UINT,
  Head: PVOID,
  Tail: PVOID,
  Pool: PVOID,
  Count: UINT,
  Flags: ULONG,
  ValidCounts: BOOLEAN,
  NdisPacketFlags: UCHAR,
  NdisPacketOobOffset: USHORT,
});

/**
 * ProtocolReserved is as long as the pool's owner asked for; one byte of it counts here, as in C.
 */
export const NDIS_PACKET = layout('NDIS_PACKET', 0x3c, {
  Private: NDIS_PACKET_PRIVATE,
  MiniportReserved: array(UCHAR, 8),
  /** For a miniport that is not an intermediate driver's. */
  MiniportReservedEx: union('MiniportReserved', array(UCHAR, 12)),
  WrapperReserved: array(UCHAR, 8),
  Reserved: array(ULONG, 2),
  ProtocolReserved: array(UCHAR, 1),
});

/** TimeSent shares the bytes of TimeToSend. */
export const NDIS_PACKET_OOB_DATA = layout('NDIS_PACKET_OOB_DATA', 0x20, {
  TimeToSend: ULONGLONG,
  TimeReceived: ULONGLONG,
  HeaderSize: UINT,
  SizeMediaSpecificInfo: UINT,
  MediaSpecificInformation: PVOID,
  Status: NDIS_STATUS,
});

/** The NDIS_PER_PACKET_INFO values of Windows XP: which element of NdisPacketInfo holds what. */
export const TcpIpChecksumPacketInfo = 0;
export const IpSecPacketInfo = 1;
export const TcpLargeSendPacketInfo = 2;
export const ClassificationHandlePacketInfo = 3;
export const ScatterGatherListPacketInfo = 5;
export const Ieee8021QInfo = 6;
export const OriginalPacketInfo = 7;
export const PacketCancelId = 8;
export const MaxPerPacketInfo = 10;

export const NDIS_PACKET_EXTENSION = layout('NDIS_PACKET_EXTENSION', 0x28, {
  NdisPacketInfo: array(PVOID, MaxPerPacketInfo),
});

/** What an intermediate driver gets from NdisIMGetCurrentPacketStack. */
export const NDIS_PACKET_STACK = layout('NDIS_PACKET_STACK', 0x18, {
  IMReserved: array(ULONG, 2),
  NdisReserved: array(ULONG, 4),
});

/** NDIS_PACKET_PRIVATE.NdisPacketFlags. */
export const fPACKET_WRAPPER_RESERVED = 0x3f;
export const fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO = 0x40;
export const fPACKET_ALLOCATED_BY_NDIS = 0x80;

/** NDIS_PACKET_PRIVATE.Flags. */
export const NDIS_FLAGS_PROTOCOL_ID_MASK = 0x0000000f;
export const NDIS_FLAGS_MULTICAST_PACKET = 0x00000010;
export const NDIS_FLAGS_DONT_LOOPBACK = 0x00000080;
export const NDIS_FLAGS_IS_LOOPBACK_PACKET = 0x00000100;
export const NDIS_FLAGS_LOOPBACK_ONLY = 0x00000200;
export const NDIS_FLAGS_DOUBLE_BUFFERED = 0x00000800;
export const NDIS_FLAGS_SENT_AT_DPC = 0x00001000;
export const NDIS_FLAGS_USES_SG_BUFFER_LIST = 0x00002000;
export const NDIS_FLAGS_USES_ORIGINAL_PACKET = 0x00004000;
