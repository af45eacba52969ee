/** What the driver answers, by OID: a row says how long an answer is and how it is written. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA,
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND,
  NdisDeviceStateD3,
  NdisDeviceStateUnspecified,
  NdisHardwareStatusNotReady,
  NdisHardwareStatusReady,
  NdisHardwareStatusReset,
  NdisMediaStateConnected,
  NdisMediaStateDisconnected,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import type { ViewOf } from '../../ndis/layout';
import {
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MAXIMUM_LIST_SIZE,
  OID_802_3_MULTICAST_LIST,
  OID_802_3_PERMANENT_ADDRESS,
  OID_802_3_RCV_ERROR_ALIGNMENT,
  OID_802_3_XMIT_DEFERRED,
  OID_802_3_XMIT_LATE_COLLISIONS,
  OID_802_3_XMIT_MAX_COLLISIONS,
  OID_802_3_XMIT_MORE_COLLISIONS,
  OID_802_3_XMIT_ONE_COLLISION,
  OID_802_3_XMIT_TIMES_CRS_LOST,
  OID_GEN_BROADCAST_FRAMES_RCV,
  OID_GEN_BROADCAST_FRAMES_XMIT,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_DIRECTED_FRAMES_RCV,
  OID_GEN_DIRECTED_FRAMES_XMIT,
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
  OID_GEN_MULTICAST_FRAMES_RCV,
  OID_GEN_MULTICAST_FRAMES_XMIT,
  OID_GEN_RCV_CRC_ERROR,
  OID_GEN_RCV_ERROR,
  OID_GEN_RCV_NO_BUFFER,
  OID_GEN_RCV_OK,
  OID_GEN_RECEIVE_BLOCK_SIZE,
  OID_GEN_RECEIVE_BUFFER_SPACE,
  OID_GEN_TRANSMIT_BLOCK_SIZE,
  OID_GEN_TRANSMIT_BUFFER_SPACE,
  OID_GEN_TRANSMIT_QUEUE_LENGTH,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_VENDOR_DRIVER_VERSION,
  OID_GEN_VENDOR_ID,
  OID_GEN_XMIT_ERROR,
  OID_GEN_XMIT_OK,
  OID_PNP_CAPABILITIES,
  OID_PNP_ENABLE_WAKE_UP,
  OID_PNP_QUERY_POWER,
} from '../../ndis/oid';
import { NDIS_PNP_CAPABILITIES } from '../../ndis/structures/power';
import { ADDRESS_BYTES, type Adapter, MULTICAST_LIST_MAX, type STATISTICS } from './adapter';
import { FRAME_BYTES_MAX, PAYLOAD_BYTES_MAX } from './frame';
import { copyBytes } from './memory';
import { RX_BUFFER_BYTES } from './rings';
import { collectStatistics } from './statistics';
import { Transition } from './transition';

/** NDIS 5.1, as MajorNdisVersion and MinorNdisVersion. */
const NDIS_VERSION = 0x0501;
/** 1.0 of this driver. */
const DRIVER_VERSION = 0x0001_0000;
const VENDOR_DESCRIPTION = 'Intel 82540EM Gigabit Ethernet Controller\0';
/** The last byte of OID_GEN_VENDOR_ID tells the vendor's cards apart. */
const CARD = 1;

/** An answer of fixed or known length. */
interface BytesQuery {
  readonly kind: 'bytes';
  readonly byteCount: (adapter: Adapter) => number;
  readonly write: (ndis: Ndis, adapter: Adapter, buffer: VirtualAddress) => void;
}

/** A counter, which is given in 32 or 64 bits. */
interface CounterQuery {
  readonly kind: 'counter';
  readonly read: (ndis: Ndis, adapter: Adapter) => number;
}

export type Query = BytesQuery | CounterQuery;

function ulong(read: (adapter: Adapter) => number): Query {
  return {
    kind: 'bytes',
    byteCount: () => 4,
    write: (ndis, adapter, buffer) => ndis.memory.write32(buffer, read(adapter)),
  };
}

function ushort(value: number): Query {
  return {
    kind: 'bytes',
    byteCount: () => 2,
    write: (ndis, _adapter, buffer) => ndis.memory.write16(buffer, value),
  };
}

function bytes(byteCount: BytesQuery['byteCount'], write: BytesQuery['write']): Query {
  return { kind: 'bytes', byteCount, write };
}

function address(at: (adapter: Adapter) => VirtualAddress): Query {
  return bytes(
    () => ADDRESS_BYTES,
    (ndis, adapter, buffer) => copyBytes(ndis, buffer, at(adapter), ADDRESS_BYTES),
  );
}

/** A counter of the device, or one that is made of such. */
function counted(read: (sum: ViewOf<typeof STATISTICS>, adapter: Adapter) => number): Query {
  return {
    kind: 'counter',
    read(ndis, adapter) {
      collectStatistics(ndis, adapter);
      return read(adapter.Statistics, adapter);
    },
  };
}

/** The counters are not read at one moment, so a difference of theirs may fall short of 0. */
function difference(all: number, ...parts: number[]): number {
  return Math.max(
    parts.reduce((rest, part) => rest - part, all),
    0,
  );
}

function hardwareStatus(adapter: Adapter): number {
  if (adapter.HasFailed || adapter.IsRemoved) return NdisHardwareStatusNotReady;
  const isMoving = adapter.Transition !== Transition.NONE;
  return isMoving ? NdisHardwareStatusReset : NdisHardwareStatusReady;
}

/** The vendor's part of the permanent address, and the card's number. */
function writeVendorId(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): void {
  copyBytes(ndis, buffer, adapter.PermanentAddress, 3);
  ndis.memory.write8(virtual(buffer + 3), CARD);
}

function writeDescription({ memory }: Ndis, _adapter: Adapter, buffer: VirtualAddress): void {
  for (let index = 0; index < VENDOR_DESCRIPTION.length; index++)
    memory.write8(virtual(buffer + index), VENDOR_DESCRIPTION.charCodeAt(index));
}

/** The card wakes the system from any sleep, if it does so at all. */
function writePnpCapabilities(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress): void {
  const deepest = adapter.CanWake ? NdisDeviceStateD3 : NdisDeviceStateUnspecified;
  const capabilities = NDIS_PNP_CAPABILITIES.at(ndis.memory, buffer);
  capabilities.Flags = 0;
  capabilities.WakeUpCapabilities.MinMagicPacketWakeUp = deepest;
  capabilities.WakeUpCapabilities.MinPatternWakeUp = NdisDeviceStateUnspecified;
  capabilities.WakeUpCapabilities.MinLinkChangeWakeUp = deepest;
}

const MAC_OPTIONS =
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA |
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
  NDIS_MAC_OPTION_NO_LOOPBACK;

export const QUERIES: ReadonlyMap<number, Query> = new Map<number, Query>([
  [OID_GEN_HARDWARE_STATUS, ulong(hardwareStatus)],
  [OID_GEN_MEDIA_SUPPORTED, ulong(() => NdisMedium802_3)],
  [OID_GEN_MEDIA_IN_USE, ulong(() => NdisMedium802_3)],
  [OID_GEN_MAXIMUM_LOOKAHEAD, ulong(() => PAYLOAD_BYTES_MAX)],
  [OID_GEN_MAXIMUM_FRAME_SIZE, ulong(() => PAYLOAD_BYTES_MAX)],
  [OID_GEN_LINK_SPEED, ulong((adapter) => adapter.LinkSpeed)],
  [OID_GEN_TRANSMIT_BUFFER_SPACE, ulong((adapter) => adapter.TxCount * FRAME_BYTES_MAX)],
  [OID_GEN_RECEIVE_BUFFER_SPACE, ulong((adapter) => adapter.RxBufferCount * RX_BUFFER_BYTES)],
  [OID_GEN_TRANSMIT_BLOCK_SIZE, ulong(() => FRAME_BYTES_MAX)],
  [OID_GEN_RECEIVE_BLOCK_SIZE, ulong(() => RX_BUFFER_BYTES)],
  [OID_GEN_VENDOR_ID, bytes(() => 4, writeVendorId)],
  [OID_GEN_VENDOR_DESCRIPTION, bytes(() => VENDOR_DESCRIPTION.length, writeDescription)],
  [OID_GEN_CURRENT_PACKET_FILTER, ulong((adapter) => adapter.PacketFilter)],
  [OID_GEN_CURRENT_LOOKAHEAD, ulong((adapter) => adapter.CurrentLookahead)],
  [OID_GEN_DRIVER_VERSION, ushort(NDIS_VERSION)],
  [OID_GEN_MAXIMUM_TOTAL_SIZE, ulong(() => FRAME_BYTES_MAX)],
  [OID_GEN_MAC_OPTIONS, ulong(() => MAC_OPTIONS)],
  [
    OID_GEN_MEDIA_CONNECT_STATUS,
    ulong(({ IsLinkUp }) => (IsLinkUp ? NdisMediaStateConnected : NdisMediaStateDisconnected)),
  ],
  [OID_GEN_MAXIMUM_SEND_PACKETS, ulong((adapter) => adapter.TxCount - 1)],
  [OID_GEN_VENDOR_DRIVER_VERSION, ulong(() => DRIVER_VERSION)],

  [OID_GEN_XMIT_OK, counted((sum) => sum.XmitOk)],
  [OID_GEN_RCV_OK, counted((_sum, adapter) => adapter.RxOk)],
  [OID_GEN_XMIT_ERROR, counted((sum) => sum.XmitError)],
  [OID_GEN_RCV_ERROR, counted((sum, adapter) => sum.RcvError + adapter.RxErrors)],
  [OID_GEN_RCV_NO_BUFFER, counted((sum) => sum.RcvNoBuffer)],
  [
    OID_GEN_DIRECTED_FRAMES_XMIT,
    counted((sum) => difference(sum.XmitOk, sum.XmitMulticast, sum.XmitBroadcast)),
  ],
  [OID_GEN_MULTICAST_FRAMES_XMIT, counted((sum) => sum.XmitMulticast)],
  [OID_GEN_BROADCAST_FRAMES_XMIT, counted((sum) => sum.XmitBroadcast)],
  [
    OID_GEN_DIRECTED_FRAMES_RCV,
    counted((sum) => difference(sum.RcvGood, sum.RcvMulticast, sum.RcvBroadcast)),
  ],
  [OID_GEN_MULTICAST_FRAMES_RCV, counted((sum) => sum.RcvMulticast)],
  [OID_GEN_BROADCAST_FRAMES_RCV, counted((sum) => sum.RcvBroadcast)],
  [OID_GEN_RCV_CRC_ERROR, counted((sum) => sum.RcvCrcError)],
  [OID_GEN_TRANSMIT_QUEUE_LENGTH, ulong((adapter) => adapter.WaitCount)],

  [OID_802_3_PERMANENT_ADDRESS, address((adapter) => adapter.PermanentAddress)],
  [OID_802_3_CURRENT_ADDRESS, address((adapter) => adapter.CurrentAddress)],
  [
    OID_802_3_MULTICAST_LIST,
    bytes(
      ({ MulticastCount }) => ADDRESS_BYTES * MulticastCount,
      (ndis, { MulticastCount, MulticastList }, buffer) =>
        copyBytes(ndis, buffer, MulticastList, ADDRESS_BYTES * MulticastCount),
    ),
  ],
  [OID_802_3_MAXIMUM_LIST_SIZE, ulong(() => MULTICAST_LIST_MAX)],
  [OID_802_3_RCV_ERROR_ALIGNMENT, counted((sum) => sum.RcvAlignmentError)],
  [OID_802_3_XMIT_ONE_COLLISION, counted((sum) => sum.XmitOneCollision)],
  [OID_802_3_XMIT_MORE_COLLISIONS, counted((sum) => sum.XmitMoreCollisions)],
  [OID_802_3_XMIT_DEFERRED, counted((sum) => sum.XmitDeferred)],
  [OID_802_3_XMIT_MAX_COLLISIONS, counted((sum) => sum.XmitMaxCollisions)],
  [OID_802_3_XMIT_TIMES_CRS_LOST, counted((sum) => sum.XmitTimesCrsLost)],
  [OID_802_3_XMIT_LATE_COLLISIONS, counted((sum) => sum.XmitLateCollisions)],

  [OID_PNP_CAPABILITIES, bytes(() => NDIS_PNP_CAPABILITIES.bytes, writePnpCapabilities)],
  // Every state is fine with this device: the buffer, which holds it, stays as it is.
  [
    OID_PNP_QUERY_POWER,
    bytes(
      () => 4,
      () => undefined,
    ),
  ],
  [OID_PNP_ENABLE_WAKE_UP, ulong((adapter) => adapter.WakeUpEnabled)],
]);
