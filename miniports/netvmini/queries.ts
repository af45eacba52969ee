/** What the driver answers, by OID (Network Reference: General Objects, Ethernet Objects). */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA,
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NDIS_MAC_OPTION_TRANSFERS_NOT_PEND,
  NdisHardwareStatusReady,
  NdisMediaStateConnected,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import * as Oids from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_PNP_CAPABILITIES } from '../../ndis/structures/power';
import {
  ADDRESS_BYTES,
  type Adapter,
  adapterAt,
  FRAME_BYTES_MAX,
  MULTICAST_LIST_MAX,
  PAYLOAD_BYTES_MAX,
  RECEIVE_BYTES,
  RECEIVE_COUNT,
} from './adapter';
import { SET_OIDS } from './sets';

/** NDIS 5.1, and 1.0 of this driver. */
const NDIS_VERSION = 0x0501;
const DRIVER_VERSION = 0x0001_0000;
const VENDOR_DESCRIPTION = 'Network without hardware\0';
/** A vendor without a code of its own, and its one card. */
const VENDOR_ID = 0x00ff_ffff;
/** 100 Mbit/s in units of 100 bit/s. */
const LINK_SPEED = 1_000_000;
const SEND_PACKETS_MAX = 64;

/** Where an answer lies, and how long it is. */
interface Answer {
  readonly from: VirtualAddress;
  readonly byteCount: number;
}

const ULONGS = new Map<number, (adapter: Adapter) => number>([
  [Oids.OID_GEN_HARDWARE_STATUS, () => NdisHardwareStatusReady],
  [Oids.OID_GEN_MEDIA_SUPPORTED, () => NdisMedium802_3],
  [Oids.OID_GEN_MEDIA_IN_USE, () => NdisMedium802_3],
  [Oids.OID_GEN_MAXIMUM_LOOKAHEAD, () => PAYLOAD_BYTES_MAX],
  [Oids.OID_GEN_MAXIMUM_FRAME_SIZE, () => PAYLOAD_BYTES_MAX],
  [Oids.OID_GEN_LINK_SPEED, () => LINK_SPEED],
  [Oids.OID_GEN_TRANSMIT_BUFFER_SPACE, () => SEND_PACKETS_MAX * FRAME_BYTES_MAX],
  [Oids.OID_GEN_RECEIVE_BUFFER_SPACE, () => RECEIVE_COUNT * RECEIVE_BYTES],
  [Oids.OID_GEN_TRANSMIT_BLOCK_SIZE, () => FRAME_BYTES_MAX],
  [Oids.OID_GEN_RECEIVE_BLOCK_SIZE, () => RECEIVE_BYTES],
  [Oids.OID_GEN_VENDOR_ID, () => VENDOR_ID],
  [Oids.OID_GEN_CURRENT_PACKET_FILTER, (adapter) => adapter.PacketFilter],
  [Oids.OID_GEN_CURRENT_LOOKAHEAD, (adapter) => adapter.CurrentLookahead],
  [Oids.OID_GEN_MAXIMUM_TOTAL_SIZE, () => FRAME_BYTES_MAX],
  [
    Oids.OID_GEN_MAC_OPTIONS,
    () =>
      NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA |
      NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
      NDIS_MAC_OPTION_NO_LOOPBACK,
  ],
  [Oids.OID_GEN_MEDIA_CONNECT_STATUS, () => NdisMediaStateConnected],
  [Oids.OID_GEN_MAXIMUM_SEND_PACKETS, () => SEND_PACKETS_MAX],
  [Oids.OID_GEN_VENDOR_DRIVER_VERSION, () => DRIVER_VERSION],
  [Oids.OID_GEN_XMIT_OK, (adapter) => adapter.XmitOk],
  [Oids.OID_GEN_RCV_OK, (adapter) => adapter.RcvOk],
  [Oids.OID_GEN_XMIT_ERROR, (adapter) => adapter.XmitError],
  [Oids.OID_GEN_RCV_ERROR, () => 0],
  [Oids.OID_GEN_RCV_NO_BUFFER, (adapter) => adapter.RcvNoBuffer],
  [Oids.OID_802_3_MAXIMUM_LIST_SIZE, () => MULTICAST_LIST_MAX],
  [Oids.OID_802_3_RCV_ERROR_ALIGNMENT, () => 0],
  [Oids.OID_802_3_XMIT_ONE_COLLISION, () => 0],
  [Oids.OID_802_3_XMIT_MORE_COLLISIONS, () => 0],
]);

const SUPPORTED_OIDS: readonly number[] = [
  ...new Set([
    Oids.OID_GEN_SUPPORTED_LIST,
    Oids.OID_GEN_VENDOR_DESCRIPTION,
    Oids.OID_GEN_DRIVER_VERSION,
    Oids.OID_802_3_PERMANENT_ADDRESS,
    Oids.OID_802_3_CURRENT_ADDRESS,
    Oids.OID_PNP_CAPABILITIES,
    Oids.OID_PNP_QUERY_POWER,
    ...ULONGS.keys(),
    ...SET_OIDS,
  ]),
];

export const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const answer = find(ndis, adapterAt(ndis, MiniportAdapterContext), Oid);
  if (answer === undefined)
    return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesWritten: 0, BytesNeeded: 0 };
  const { from, byteCount } = answer;
  if (InformationBufferLength < byteCount)
    return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: byteCount };
  if (byteCount > 0) ndis.NdisMoveMemory(InformationBuffer, from, byteCount);
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
};

function find(ndis: Ndis, adapter: Adapter, Oid: number): Answer | undefined {
  const ulong = ULONGS.get(Oid);
  if (ulong !== undefined) return local(ndis, bytesOf([ulong(adapter)]));
  switch (Oid) {
    case Oids.OID_GEN_SUPPORTED_LIST:
      return local(ndis, bytesOf(SUPPORTED_OIDS));
    case Oids.OID_GEN_VENDOR_DESCRIPTION:
      return local(
        ndis,
        [...VENDOR_DESCRIPTION].map((character) => character.charCodeAt(0)),
      );
    case Oids.OID_GEN_DRIVER_VERSION:
      return local(ndis, [NDIS_VERSION & 0xff, NDIS_VERSION >> 8]);
    case Oids.OID_802_3_PERMANENT_ADDRESS:
      return { from: adapter.PermanentAddress, byteCount: ADDRESS_BYTES };
    case Oids.OID_802_3_CURRENT_ADDRESS:
      return { from: adapter.CurrentAddress, byteCount: ADDRESS_BYTES };
    case Oids.OID_802_3_MULTICAST_LIST:
      return { from: adapter.MulticastList, byteCount: adapter.MulticastBytes };
    case Oids.OID_PNP_CAPABILITIES:
      // It is aware of power, and wakes nobody.
      return local(ndis, new Array<number>(NDIS_PNP_CAPABILITIES.bytes).fill(0));
    case Oids.OID_PNP_QUERY_POWER:
      return local(ndis, []);
    default:
      return undefined;
  }
}

/** ULONGs as they lie in memory. */
function bytesOf(values: readonly number[]): number[] {
  return values.flatMap((value) => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff));
}

/** An answer that is made up on the stack. */
function local(ndis: Ndis, bytes: readonly number[]): Answer {
  const from = ndis.localBytes(Math.max(bytes.length, 1));
  bytes.forEach((byte, index) => ndis.memory.write8(virtual(from + index), byte));
  return { from, byteCount: bytes.length };
}
