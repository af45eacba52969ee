/**
 * Task offload (DDK ntddndis.h and ndis.h: what OID_TCP_TASK_OFFLOAD and the per-packet information
 * carry), x86 layout. Bit fields are one ULONG, with a mask for each bit.
 */
import { array, layout } from '../layout';
import { BOOLEAN, UCHAR, ULONG } from '../types';

export const NDIS_TASK_OFFLOAD_VERSION = 1;

export const NDIS_ENCAPSULATION_FORMAT = layout('NDIS_ENCAPSULATION_FORMAT', 0x0c, {
  Encapsulation: ULONG,
  /** Bit 0: FixedHeaderSize. */
  Flags: ULONG,
  EncapsulationHeaderSize: ULONG,
});

export const NDIS_TASK_OFFLOAD_HEADER = layout('NDIS_TASK_OFFLOAD_HEADER', 0x1c, {
  Version: ULONG,
  Size: ULONG,
  Reserved: ULONG,
  OffsetFirstTask: ULONG,
  EncapsulationFormat: NDIS_ENCAPSULATION_FORMAT,
});

/** TaskBuffer is TaskBufferLength bytes long; one counts in the size, as in C. */
export const NDIS_TASK_OFFLOAD = layout('NDIS_TASK_OFFLOAD', 0x18, {
  Version: ULONG,
  Size: ULONG,
  Task: ULONG,
  OffsetNextTask: ULONG,
  TaskBufferLength: ULONG,
  TaskBuffer: array(UCHAR, 1),
  Padding15: array(UCHAR, 3),
});

export const NDIS_TASK_TCP_IP_CHECKSUM = layout('NDIS_TASK_TCP_IP_CHECKSUM', 0x10, {
  V4Transmit: ULONG,
  V4Receive: ULONG,
  V6Transmit: ULONG,
  V6Receive: ULONG,
});

/** Bits of each member of NDIS_TASK_TCP_IP_CHECKSUM; the V6 ones have no IpChecksum. */
export const CHECKSUM_IP_OPTIONS_SUPPORTED = 0x01;
export const CHECKSUM_TCP_OPTIONS_SUPPORTED = 0x02;
export const CHECKSUM_TCP = 0x04;
export const CHECKSUM_UDP = 0x08;
export const CHECKSUM_IP = 0x10;

export const NDIS_TASK_TCP_LARGE_SEND = layout('NDIS_TASK_TCP_LARGE_SEND', 0x10, {
  Version: ULONG,
  MaxOffLoadSize: ULONG,
  MinSegmentCount: ULONG,
  TcpOptions: BOOLEAN,
  IpOptions: BOOLEAN,
});

/** NDIS_TASK_OFFLOAD.Task. */
export const TcpIpChecksumNdisTask = 0;
export const IpSecNdisTask = 1;
export const TcpLargeSendNdisTask = 2;

/** NDIS_ENCAPSULATION_FORMAT.Encapsulation. */
export const UNSPECIFIED_Encapsulation = 0;
export const NULL_Encapsulation = 1;
export const IEEE_802_3_Encapsulation = 2;
export const IEEE_802_5_Encapsulation = 3;
export const LLC_SNAP_ROUTED_Encapsulation = 4;
export const LLC_SNAP_BRIDGED_Encapsulation = 5;

/** NDIS_TCP_IP_CHECKSUM_PACKET_INFO.Transmit: what the driver is asked to compute. */
export const NdisPacketChecksumV4 = 0x01;
export const NdisPacketChecksumV6 = 0x02;
export const NdisPacketTcpChecksum = 0x04;
export const NdisPacketUdpChecksum = 0x08;
export const NdisPacketIpChecksum = 0x10;

/** NDIS_TCP_IP_CHECKSUM_PACKET_INFO.Receive: what the driver found. */
export const NdisPacketTcpChecksumFailed = 0x01;
export const NdisPacketUdpChecksumFailed = 0x02;
export const NdisPacketIpChecksumFailed = 0x04;
export const NdisPacketTcpChecksumSucceeded = 0x08;
export const NdisPacketUdpChecksumSucceeded = 0x10;
export const NdisPacketIpChecksumSucceeded = 0x20;
export const NdisPacketLoopback = 0x40;
