/** What the driver answers, by OID (Network Reference: General Objects, Standard WAN Objects). */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NdisHardwareStatusReady,
  NdisMediumWan,
  NdisWanMediumSerial,
  NdisWanReliable,
  PPP_FRAMING,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import * as Oids from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_PNP_CAPABILITIES } from '../../ndis/structures/power';
import { NDIS_WAN_GET_LINK_INFO, NDIS_WAN_INFO } from '../../ndis/structures/wan';
import {
  type Adapter,
  adapterAt,
  FLAG_BYTES,
  FRAME_BYTES_MAX,
  FRAME_RESERVE_BYTES,
  LINE_COUNT,
  LINK_SPEED,
  SEND_WINDOW,
} from './adapter';
import { SET_OIDS } from './sets';

/** NDIS 5.1, and 1.0 of this driver. */
const NDIS_VERSION = 0x0501;
const DRIVER_VERSION = 0x0001_0000;
const VENDOR_DESCRIPTION = 'Two lines tied together\0';
/** A vendor without a code of its own. */
const VENDOR_ID = 0x00ff_ffff;
/** Locally administered. */
const STATION_ADDRESS = [0x02, 0x6e, 0x6d, 0x64, 0x6d, 0x00] as const;

const ULONGS = new Map<number, (adapter: Adapter) => number>([
  [Oids.OID_GEN_HARDWARE_STATUS, () => NdisHardwareStatusReady],
  [Oids.OID_GEN_MEDIA_SUPPORTED, () => NdisMediumWan],
  [Oids.OID_GEN_MEDIA_IN_USE, () => NdisMediumWan],
  [Oids.OID_GEN_MAXIMUM_LOOKAHEAD, () => FRAME_BYTES_MAX],
  [Oids.OID_GEN_CURRENT_LOOKAHEAD, () => FRAME_BYTES_MAX],
  [Oids.OID_GEN_MAXIMUM_FRAME_SIZE, () => FRAME_BYTES_MAX],
  [Oids.OID_GEN_MAXIMUM_TOTAL_SIZE, () => FRAME_BYTES_MAX],
  [Oids.OID_GEN_LINK_SPEED, () => LINK_SPEED],
  [Oids.OID_GEN_VENDOR_ID, () => VENDOR_ID],
  [Oids.OID_GEN_VENDOR_DRIVER_VERSION, () => DRIVER_VERSION],
  [Oids.OID_GEN_MAC_OPTIONS, () => NDIS_MAC_OPTION_NO_LOOPBACK],
  [Oids.OID_GEN_XMIT_OK, (adapter) => adapter.XmitOk],
  [Oids.OID_GEN_RCV_OK, (adapter) => adapter.RcvOk],
  [Oids.OID_GEN_XMIT_ERROR, (adapter) => adapter.XmitError],
  [Oids.OID_GEN_RCV_ERROR, (adapter) => adapter.RcvError],
  [Oids.OID_GEN_RCV_NO_BUFFER, () => 0],
  [Oids.OID_WAN_QUALITY_OF_SERVICE, () => NdisWanReliable],
  [Oids.OID_WAN_MEDIUM_SUBTYPE, () => NdisWanMediumSerial],
  [Oids.OID_WAN_LINE_COUNT, () => LINE_COUNT],
]);

const SUPPORTED_OIDS: readonly number[] = [
  Oids.OID_GEN_SUPPORTED_LIST,
  Oids.OID_GEN_VENDOR_DESCRIPTION,
  Oids.OID_GEN_DRIVER_VERSION,
  Oids.OID_WAN_PERMANENT_ADDRESS,
  Oids.OID_WAN_CURRENT_ADDRESS,
  Oids.OID_WAN_GET_INFO,
  Oids.OID_WAN_GET_LINK_INFO,
  Oids.OID_PNP_CAPABILITIES,
  Oids.OID_PNP_QUERY_POWER,
  ...ULONGS.keys(),
  ...SET_OIDS,
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
  if (Oid === Oids.OID_WAN_GET_LINK_INFO)
    // The link is the one that NDISWAN has named in its buffer.
    ndis.memory.write32(from, ndis.memory.read32(InformationBuffer));
  if (byteCount > 0) ndis.NdisMoveMemory(InformationBuffer, from, byteCount);
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
};

/** Where an answer lies, and how long it is. */
interface Answer {
  readonly from: VirtualAddress;
  readonly byteCount: number;
}

function find(ndis: Ndis, adapter: Adapter, oid: number): Answer | undefined {
  const ulong = ULONGS.get(oid);
  if (ulong !== undefined) return local(ndis, bytesOf([ulong(adapter)]));
  switch (oid) {
    case Oids.OID_GEN_SUPPORTED_LIST:
      return local(ndis, bytesOf(SUPPORTED_OIDS));
    case Oids.OID_GEN_VENDOR_DESCRIPTION:
      return local(
        ndis,
        [...VENDOR_DESCRIPTION].map((character) => character.charCodeAt(0)),
      );
    case Oids.OID_GEN_DRIVER_VERSION:
      return local(ndis, [NDIS_VERSION & 0xff, NDIS_VERSION >> 8]);
    case Oids.OID_WAN_PERMANENT_ADDRESS:
    case Oids.OID_WAN_CURRENT_ADDRESS:
      return local(ndis, STATION_ADDRESS);
    case Oids.OID_WAN_GET_INFO:
      return wanInfo(ndis);
    case Oids.OID_WAN_GET_LINK_INFO:
      return linkInfo(ndis);
    case Oids.OID_PNP_CAPABILITIES:
      // It is aware of power, and wakes nobody.
      return local(ndis, new Array<number>(NDIS_PNP_CAPABILITIES.bytes).fill(0));
    case Oids.OID_PNP_QUERY_POWER:
      return local(ndis, []);
    default:
      return undefined;
  }
}

function wanInfo(ndis: Ndis): Answer {
  const info = ndis.local(NDIS_WAN_INFO);
  info.MaxFrameSize = FRAME_BYTES_MAX;
  info.MaxTransmit = SEND_WINDOW;
  info.HeaderPadding = FLAG_BYTES;
  info.TailPadding = FLAG_BYTES;
  info.Endpoints = LINE_COUNT;
  info.MemoryFlags = 0;
  info.HighestAcceptableAddress = 0xffff_ffff as typeof info.HighestAcceptableAddress;
  info.FramingBits = PPP_FRAMING;
  info.DesiredACCM = 0;
  return { from: info.address, byteCount: NDIS_WAN_INFO.bytes };
}

/** But for the link's handle. */
function linkInfo(ndis: Ndis): Answer {
  const longest = FRAME_BYTES_MAX + FRAME_RESERVE_BYTES;
  const framing = [PPP_FRAMING, PPP_FRAMING];
  const compression = [0, 0];
  const accm = [0, 0];
  const sizes = [longest, longest, FLAG_BYTES, FLAG_BYTES];
  const { from } = local(ndis, bytesOf([0, ...sizes, ...framing, ...compression, ...accm]));
  return { from, byteCount: NDIS_WAN_GET_LINK_INFO.bytes };
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
