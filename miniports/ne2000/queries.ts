/**
 * MiniportQueryInformation: what every 802.3 miniport of NDIS 4.0 must answer, and what this card
 * counts besides (DDK, Network Reference: General Objects, Ethernet Objects). The card knows no
 * power states, so that the objects of power management are not supported.
 */
import { type VirtualAddress, virtual } from '../../hardware/address';
import {
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA,
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NDIS_MAC_OPTION_RECEIVE_SERIALIZED,
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND,
  NdisHardwareStatusNotReady,
  NdisHardwareStatusReady,
  NdisMediaStateConnected,
  NdisMediaStateDisconnected,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import * as Oids from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { type Adapter, adapterAt, LOOKAHEAD_BYTES_MAX, MULTICAST_LIST_MAX } from './adapter';
import { ADDRESS_BYTES, FRAME_BYTES_MAX, PAYLOAD_BYTES_MAX } from './frame';
import { readLink } from './link';
import { PAGE_BYTES, RING_BYTES, TX_BUFFER_COUNT, TX_BUFFER_PAGES } from './registers';
import { collectTallies } from './statistics';

/** NDIS 4.0, as MajorNdisVersion and MinorNdisVersion. */
const NDIS_VERSION = 0x0400;
/** 1.0 of this driver. */
const DRIVER_VERSION = 0x0001_0000;
const VENDOR_DESCRIPTION = 'Realtek RTL8029AS PCI Ethernet Adapter\0';
/** The last byte of OID_GEN_VENDOR_ID tells the vendor's cards apart. */
const CARD = 1;
/** 10 Mb/s, in units of 100 bit/s. */
const LINK_SPEED = 100_000;

const MAC_OPTIONS =
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA |
  NDIS_MAC_OPTION_RECEIVE_SERIALIZED |
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
  NDIS_MAC_OPTION_NO_LOOPBACK;

const SUPPORTED_OIDS: readonly number[] = [
  Oids.OID_GEN_SUPPORTED_LIST,
  Oids.OID_GEN_HARDWARE_STATUS,
  Oids.OID_GEN_MEDIA_SUPPORTED,
  Oids.OID_GEN_MEDIA_IN_USE,
  Oids.OID_GEN_MAXIMUM_LOOKAHEAD,
  Oids.OID_GEN_MAXIMUM_FRAME_SIZE,
  Oids.OID_GEN_LINK_SPEED,
  Oids.OID_GEN_TRANSMIT_BUFFER_SPACE,
  Oids.OID_GEN_RECEIVE_BUFFER_SPACE,
  Oids.OID_GEN_TRANSMIT_BLOCK_SIZE,
  Oids.OID_GEN_RECEIVE_BLOCK_SIZE,
  Oids.OID_GEN_VENDOR_ID,
  Oids.OID_GEN_VENDOR_DESCRIPTION,
  Oids.OID_GEN_CURRENT_PACKET_FILTER,
  Oids.OID_GEN_CURRENT_LOOKAHEAD,
  Oids.OID_GEN_DRIVER_VERSION,
  Oids.OID_GEN_MAXIMUM_TOTAL_SIZE,
  Oids.OID_GEN_MAC_OPTIONS,
  Oids.OID_GEN_MEDIA_CONNECT_STATUS,
  Oids.OID_GEN_MAXIMUM_SEND_PACKETS,
  Oids.OID_GEN_VENDOR_DRIVER_VERSION,
  Oids.OID_GEN_XMIT_OK,
  Oids.OID_GEN_RCV_OK,
  Oids.OID_GEN_XMIT_ERROR,
  Oids.OID_GEN_RCV_ERROR,
  Oids.OID_GEN_RCV_NO_BUFFER,
  Oids.OID_GEN_RCV_CRC_ERROR,
  Oids.OID_GEN_TRANSMIT_QUEUE_LENGTH,
  Oids.OID_802_3_PERMANENT_ADDRESS,
  Oids.OID_802_3_CURRENT_ADDRESS,
  Oids.OID_802_3_MULTICAST_LIST,
  Oids.OID_802_3_MAXIMUM_LIST_SIZE,
  Oids.OID_802_3_RCV_ERROR_ALIGNMENT,
  Oids.OID_802_3_XMIT_ONE_COLLISION,
  Oids.OID_802_3_XMIT_MORE_COLLISIONS,
  Oids.OID_802_3_XMIT_MAX_COLLISIONS,
  Oids.OID_802_3_XMIT_HEARTBEAT_FAILURE,
  Oids.OID_802_3_XMIT_TIMES_CRS_LOST,
  Oids.OID_802_3_XMIT_LATE_COLLISIONS,
];

export const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  /** Answers with bytes that lie in memory. */
  const answer = (from: VirtualAddress, byteCount: number) => {
    if (InformationBufferLength < byteCount)
      return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: byteCount };
    ndis.NdisMoveMemory(InformationBuffer, from, byteCount);
    return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
  };
  const value = generalValue(ndis, adapter, Oid) ?? counterValue(ndis, adapter, Oid);
  if (value !== undefined) return answer(localUlong(ndis, value), 4);
  switch (Oid) {
    case Oids.OID_GEN_SUPPORTED_LIST:
      return answer(localList(ndis), 4 * SUPPORTED_OIDS.length);
    case Oids.OID_GEN_VENDOR_ID:
      return answer(localVendorId(ndis, adapter), 4);
    case Oids.OID_GEN_VENDOR_DESCRIPTION:
      return answer(localDescription(ndis), VENDOR_DESCRIPTION.length);
    case Oids.OID_GEN_DRIVER_VERSION:
      return answer(localUlong(ndis, NDIS_VERSION), 2);
    case Oids.OID_802_3_PERMANENT_ADDRESS:
      return answer(adapter.PermanentAddress, ADDRESS_BYTES);
    case Oids.OID_802_3_CURRENT_ADDRESS:
      return answer(adapter.CurrentAddress, ADDRESS_BYTES);
    case Oids.OID_802_3_MULTICAST_LIST:
      return answer(adapter.MulticastList, ADDRESS_BYTES * adapter.MulticastCount);
    default:
      return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesWritten: 0, BytesNeeded: 0 };
  }
};

/** What is a number and no counter. */
function generalValue(ndis: Ndis, adapter: Adapter, Oid: number): number | undefined {
  switch (Oid) {
    case Oids.OID_GEN_HARDWARE_STATUS:
      return adapter.NeedsReset ? NdisHardwareStatusNotReady : NdisHardwareStatusReady;
    case Oids.OID_GEN_MEDIA_SUPPORTED:
    case Oids.OID_GEN_MEDIA_IN_USE:
      return NdisMedium802_3;
    case Oids.OID_GEN_MAXIMUM_LOOKAHEAD:
      return LOOKAHEAD_BYTES_MAX;
    case Oids.OID_GEN_CURRENT_LOOKAHEAD:
      return adapter.CurrentLookahead;
    case Oids.OID_GEN_MAXIMUM_FRAME_SIZE:
      return PAYLOAD_BYTES_MAX;
    case Oids.OID_GEN_MAXIMUM_TOTAL_SIZE:
      return FRAME_BYTES_MAX;
    case Oids.OID_GEN_LINK_SPEED:
      return LINK_SPEED;
    case Oids.OID_GEN_TRANSMIT_BUFFER_SPACE:
      return TX_BUFFER_COUNT * TX_BUFFER_PAGES * PAGE_BYTES;
    case Oids.OID_GEN_RECEIVE_BUFFER_SPACE:
      return RING_BYTES;
    case Oids.OID_GEN_TRANSMIT_BLOCK_SIZE:
      return TX_BUFFER_PAGES * PAGE_BYTES;
    case Oids.OID_GEN_RECEIVE_BLOCK_SIZE:
      return PAGE_BYTES;
    case Oids.OID_GEN_CURRENT_PACKET_FILTER:
      return adapter.PacketFilter;
    case Oids.OID_GEN_MAC_OPTIONS:
      return MAC_OPTIONS;
    case Oids.OID_GEN_MEDIA_CONNECT_STATUS:
      return readLink(ndis, adapter) ? NdisMediaStateConnected : NdisMediaStateDisconnected;
    case Oids.OID_GEN_MAXIMUM_SEND_PACKETS:
      return 1;
    case Oids.OID_GEN_VENDOR_DRIVER_VERSION:
      return DRIVER_VERSION;
    case Oids.OID_GEN_TRANSMIT_QUEUE_LENGTH:
      return adapter.TxUsed;
    case Oids.OID_802_3_MAXIMUM_LIST_SIZE:
      return MULTICAST_LIST_MAX;
    default:
      return undefined;
  }
}

function counterValue(ndis: Ndis, adapter: Adapter, Oid: number): number | undefined {
  const { Statistics } = adapter;
  switch (Oid) {
    case Oids.OID_GEN_XMIT_OK:
      return Statistics.XmitOk;
    case Oids.OID_GEN_RCV_OK:
      return Statistics.RcvOk;
    case Oids.OID_GEN_XMIT_ERROR:
      return Statistics.XmitError;
    case Oids.OID_802_3_XMIT_ONE_COLLISION:
      return Statistics.XmitOneCollision;
    case Oids.OID_802_3_XMIT_MORE_COLLISIONS:
      return Statistics.XmitMoreCollisions;
    case Oids.OID_802_3_XMIT_MAX_COLLISIONS:
      return Statistics.XmitMaxCollisions;
    case Oids.OID_802_3_XMIT_HEARTBEAT_FAILURE:
      return Statistics.XmitHeartbeatFailure;
    case Oids.OID_802_3_XMIT_TIMES_CRS_LOST:
      return Statistics.XmitTimesCrsLost;
    case Oids.OID_802_3_XMIT_LATE_COLLISIONS:
      return Statistics.XmitLateCollisions;
    case Oids.OID_GEN_RCV_ERROR:
    case Oids.OID_GEN_RCV_NO_BUFFER:
    case Oids.OID_GEN_RCV_CRC_ERROR:
    case Oids.OID_802_3_RCV_ERROR_ALIGNMENT:
      collectTallies(ndis, adapter);
      return tallyValue(adapter, Oid);
    default:
      return undefined;
  }
}

/** A counter of receiving that the card has a part in. */
function tallyValue({ Statistics }: Adapter, Oid: number): number {
  if (Oid === Oids.OID_GEN_RCV_ERROR) return Statistics.RcvError;
  if (Oid === Oids.OID_GEN_RCV_NO_BUFFER) return Statistics.RcvNoBuffer;
  if (Oid === Oids.OID_GEN_RCV_CRC_ERROR) return Statistics.RcvCrcError;
  return Statistics.RcvAlignmentError;
}

/* Answers that are made up on the stack. */

function localUlong(ndis: Ndis, value: number): VirtualAddress {
  const at = ndis.localBytes(4);
  ndis.memory.write32(at, value);
  return at;
}

function localList(ndis: Ndis): VirtualAddress {
  const list = ndis.localBytes(4 * SUPPORTED_OIDS.length);
  SUPPORTED_OIDS.forEach((oid, index) => ndis.memory.write32(virtual(list + 4 * index), oid));
  return list;
}

/** The vendor's part of the permanent address, and the card's number. */
function localVendorId(ndis: Ndis, adapter: Adapter): VirtualAddress {
  const id = ndis.localBytes(4);
  ndis.NdisMoveMemory(id, adapter.PermanentAddress, 3);
  ndis.memory.write8(virtual(id + 3), CARD);
  return id;
}

function localDescription(ndis: Ndis): VirtualAddress {
  const text = ndis.localBytes(VENDOR_DESCRIPTION.length);
  for (let index = 0; index < VENDOR_DESCRIPTION.length; index++)
    ndis.memory.write8(virtual(text + index), VENDOR_DESCRIPTION.charCodeAt(index));
  return text;
}
