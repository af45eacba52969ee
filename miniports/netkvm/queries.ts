/**
 * What the driver answers: what every 802.3 miniport of NDIS 5.1 must, and what this driver counts
 * besides (DDK, Network Reference: General Objects, Ethernet Objects, Power Management Objects). All
 * counters have 32 bits and wrap.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA,
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NDIS_MAC_OPTION_RECEIVE_SERIALIZED,
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND,
  NdisDeviceStateUnspecified,
  NdisHardwareStatusNotReady,
  NdisHardwareStatusReady,
  NdisMediaStateConnected,
  NdisMediaStateDisconnected,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MAXIMUM_LIST_SIZE,
  OID_802_3_MULTICAST_LIST,
  OID_802_3_PERMANENT_ADDRESS,
  OID_802_3_RCV_ERROR_ALIGNMENT,
  OID_802_3_XMIT_MORE_COLLISIONS,
  OID_802_3_XMIT_ONE_COLLISION,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_DRIVER_VERSION,
  OID_GEN_HARDWARE_STATUS,
  OID_GEN_LINK_SPEED,
  OID_GEN_MAC_OPTIONS,
  OID_GEN_MAXIMUM_FRAME_SIZE,
  OID_GEN_MAXIMUM_LOOKAHEAD,
  OID_GEN_MAXIMUM_SEND_PACKETS,
  OID_GEN_MAXIMUM_TOTAL_SIZE,
  OID_GEN_MEDIA_CONNECT_STATUS,
  OID_GEN_MEDIA_IN_USE,
  OID_GEN_MEDIA_SUPPORTED,
  OID_GEN_RCV_ERROR,
  OID_GEN_RCV_NO_BUFFER,
  OID_GEN_RCV_OK,
  OID_GEN_RECEIVE_BLOCK_SIZE,
  OID_GEN_RECEIVE_BUFFER_SPACE,
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_TRANSMIT_BLOCK_SIZE,
  OID_GEN_TRANSMIT_BUFFER_SPACE,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_VENDOR_DRIVER_VERSION,
  OID_GEN_VENDOR_ID,
  OID_GEN_XMIT_ERROR,
  OID_GEN_XMIT_OK,
  OID_PNP_CAPABILITIES,
  OID_PNP_QUERY_POWER,
  OID_PNP_SET_POWER,
} from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_PNP_CAPABILITIES } from '../../ndis/structures/power';
import { type Adapter, adapterAt, BUFFER_COUNT, MULTICAST_LIST_MAX } from './adapter';
import { ADDRESS_BYTES, FRAME_BYTES_MAX, PAYLOAD_BYTES_MAX } from './frame';
import { LINK_SPEED } from './link';
import { BUFFERS_BYTES } from './memory';

/** NDIS 5.1, as MajorNdisVersion and MinorNdisVersion. */
const NDIS_VERSION = 0x0501;
/** 1.0 of this driver. */
const DRIVER_VERSION = 0x0001_0000;
const VENDOR_DESCRIPTION = 'Virtio network device\0';
/** The last byte of OID_GEN_VENDOR_ID tells the vendor's cards apart. */
const CARD = 1;
const ULONG_BYTES = 4;

const MAC_OPTIONS =
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA |
  NDIS_MAC_OPTION_RECEIVE_SERIALIZED |
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
  NDIS_MAC_OPTION_NO_LOOPBACK;

/** What OID_GEN_SUPPORTED_LIST gives: OIDs to be queried, set or both. */
const SUPPORTED_OIDS: readonly number[] = [
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_HARDWARE_STATUS,
  OID_GEN_MEDIA_SUPPORTED,
  OID_GEN_MEDIA_IN_USE,
  OID_GEN_MAXIMUM_LOOKAHEAD,
  OID_GEN_MAXIMUM_FRAME_SIZE,
  OID_GEN_LINK_SPEED,
  OID_GEN_TRANSMIT_BUFFER_SPACE,
  OID_GEN_RECEIVE_BUFFER_SPACE,
  OID_GEN_TRANSMIT_BLOCK_SIZE,
  OID_GEN_RECEIVE_BLOCK_SIZE,
  OID_GEN_VENDOR_ID,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_DRIVER_VERSION,
  OID_GEN_MAXIMUM_TOTAL_SIZE,
  OID_GEN_MAC_OPTIONS,
  OID_GEN_MEDIA_CONNECT_STATUS,
  OID_GEN_MAXIMUM_SEND_PACKETS,
  OID_GEN_VENDOR_DRIVER_VERSION,
  OID_GEN_XMIT_OK,
  OID_GEN_RCV_OK,
  OID_GEN_XMIT_ERROR,
  OID_GEN_RCV_ERROR,
  OID_GEN_RCV_NO_BUFFER,
  OID_802_3_PERMANENT_ADDRESS,
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MULTICAST_LIST,
  OID_802_3_MAXIMUM_LIST_SIZE,
  OID_802_3_RCV_ERROR_ALIGNMENT,
  OID_802_3_XMIT_ONE_COLLISION,
  OID_802_3_XMIT_MORE_COLLISIONS,
  OID_PNP_CAPABILITIES,
  OID_PNP_SET_POWER,
  OID_PNP_QUERY_POWER,
];

/** An answer that is longer or shorter than a ULONG. */
interface Bytes {
  readonly byteCount: number;
  write(buffer: VirtualAddress): void;
}

export const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const answer = bytesOf(ndis, adapter, Oid);
  const ulong = answer === undefined ? ulongOf(adapter, Oid) : undefined;
  if (answer === undefined && ulong === undefined)
    return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesWritten: 0, BytesNeeded: 0 };
  const byteCount = answer?.byteCount ?? ULONG_BYTES;
  if (InformationBufferLength < byteCount)
    return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: byteCount };
  if (ulong !== undefined) ndis.memory.write32(InformationBuffer, ulong);
  answer?.write(InformationBuffer);
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
};

/** The answers of one ULONG; undefined if there is none such. */
function ulongOf(adapter: Adapter, Oid: number): number | undefined {
  switch (Oid) {
    case OID_GEN_HARDWARE_STATUS:
      return adapter.HasFailed ? NdisHardwareStatusNotReady : NdisHardwareStatusReady;
    case OID_GEN_MEDIA_SUPPORTED:
    case OID_GEN_MEDIA_IN_USE:
      return NdisMedium802_3;
    case OID_GEN_MAXIMUM_LOOKAHEAD:
    case OID_GEN_MAXIMUM_FRAME_SIZE:
      return PAYLOAD_BYTES_MAX;
    case OID_GEN_CURRENT_LOOKAHEAD:
      return adapter.CurrentLookahead;
    case OID_GEN_MAXIMUM_TOTAL_SIZE:
    case OID_GEN_TRANSMIT_BLOCK_SIZE:
    case OID_GEN_RECEIVE_BLOCK_SIZE:
      return FRAME_BYTES_MAX;
    case OID_GEN_TRANSMIT_BUFFER_SPACE:
    case OID_GEN_RECEIVE_BUFFER_SPACE:
      return BUFFERS_BYTES;
    case OID_GEN_LINK_SPEED:
      return LINK_SPEED;
    case OID_GEN_MEDIA_CONNECT_STATUS:
      return adapter.IsLinkUp ? NdisMediaStateConnected : NdisMediaStateDisconnected;
    case OID_GEN_CURRENT_PACKET_FILTER:
      return adapter.PacketFilter;
    case OID_GEN_MAC_OPTIONS:
      return MAC_OPTIONS;
    case OID_GEN_MAXIMUM_SEND_PACKETS:
      return BUFFER_COUNT;
    case OID_GEN_VENDOR_DRIVER_VERSION:
      return DRIVER_VERSION;
    case OID_802_3_MAXIMUM_LIST_SIZE:
      return MULTICAST_LIST_MAX;
    default:
      return counterOf(adapter, Oid);
  }
}

/** The counters; undefined if there is none such. */
function counterOf(adapter: Adapter, Oid: number): number | undefined {
  switch (Oid) {
    case OID_GEN_XMIT_OK:
      return adapter.XmitOk;
    case OID_GEN_RCV_OK:
      return adapter.RcvOk;
    case OID_GEN_XMIT_ERROR:
      return adapter.XmitError;
    case OID_GEN_RCV_ERROR:
      return adapter.RcvError;
    case OID_GEN_RCV_NO_BUFFER:
    case OID_802_3_RCV_ERROR_ALIGNMENT:
    case OID_802_3_XMIT_ONE_COLLISION:
    case OID_802_3_XMIT_MORE_COLLISIONS:
      // Mandatory, and nothing that this device has or tells.
      return 0;
    default:
      return undefined;
  }
}

/** The answers of another length; undefined if there is none such. */
function bytesOf(ndis: Ndis, adapter: Adapter, Oid: number): Bytes | undefined {
  const copy = (from: VirtualAddress, byteCount: number): Bytes => ({
    byteCount,
    write: (buffer) => byteCount > 0 && ndis.NdisMoveMemory(buffer, from, byteCount),
  });
  switch (Oid) {
    case OID_GEN_SUPPORTED_LIST:
      return {
        byteCount: ULONG_BYTES * SUPPORTED_OIDS.length,
        write: (buffer) =>
          SUPPORTED_OIDS.forEach((oid, index) =>
            ndis.memory.write32(virtual(buffer + ULONG_BYTES * index), oid),
          ),
      };
    case OID_GEN_DRIVER_VERSION:
      return { byteCount: 2, write: (buffer) => ndis.memory.write16(buffer, NDIS_VERSION) };
    case OID_GEN_VENDOR_ID:
      return { byteCount: ULONG_BYTES, write: (buffer) => writeVendorId(ndis, adapter, buffer) };
    case OID_GEN_VENDOR_DESCRIPTION:
      return {
        byteCount: VENDOR_DESCRIPTION.length,
        write(buffer) {
          for (let index = 0; index < VENDOR_DESCRIPTION.length; index++)
            ndis.memory.write8(virtual(buffer + index), VENDOR_DESCRIPTION.charCodeAt(index));
        },
      };
    case OID_802_3_PERMANENT_ADDRESS:
      return copy(adapter.PermanentAddress, ADDRESS_BYTES);
    case OID_802_3_CURRENT_ADDRESS:
      return copy(adapter.CurrentAddress, ADDRESS_BYTES);
    case OID_802_3_MULTICAST_LIST:
      return copy(adapter.MulticastList, ADDRESS_BYTES * adapter.MulticastCount);
    case OID_PNP_CAPABILITIES:
      return {
        byteCount: NDIS_PNP_CAPABILITIES.bytes,
        write: (buffer) => writePnpCapabilities(ndis, buffer),
      };
    case OID_PNP_QUERY_POWER:
      // Every state is fine with this device: the buffer, which holds it, stays as it is.
      return { byteCount: ULONG_BYTES, write: () => undefined };
    default:
      return undefined;
  }
}

/** The vendor's part of the permanent address, and the card's number. */
function writeVendorId(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): void {
  ndis.NdisMoveMemory(buffer, adapter.PermanentAddress, 3);
  ndis.memory.write8(virtual(buffer + 3), CARD);
}

/** The card sleeps, and wakes nobody. */
function writePnpCapabilities(ndis: Ndis, buffer: VirtualAddress): void {
  const capabilities = NDIS_PNP_CAPABILITIES.at(ndis.memory, buffer);
  capabilities.Flags = 0;
  capabilities.WakeUpCapabilities.MinMagicPacketWakeUp = NdisDeviceStateUnspecified;
  capabilities.WakeUpCapabilities.MinPatternWakeUp = NdisDeviceStateUnspecified;
  capabilities.WakeUpCapabilities.MinLinkChangeWakeUp = NdisDeviceStateUnspecified;
}
