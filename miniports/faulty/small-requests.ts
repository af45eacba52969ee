/** What the small miniport answers: the OIDs that every 802.3 miniport must know. */
import {
  NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA,
  NDIS_MAC_OPTION_NO_LOOPBACK,
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
  NdisDeviceStateD0,
  NdisHardwareStatusReady,
  NdisMedium802_3,
  NdisMediaStateDisconnected,
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
  OID_PNP_QUERY_POWER,
  OID_PNP_SET_POWER,
  type Handler,
  type Ndis,
  virtual,
} from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';
import {
  ALL_INTERRUPTS,
  INTERRUPT_LSC,
  Register,
  readRegister,
  writeRegister,
} from './small-registers';

const HEADER_BYTES = 14;
const FRAME_BYTES_MAX = 1514;
const ADDRESS_BYTES = 6;
const MULTICAST_COUNT_MAX = 32;

const FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

/** OIDs whose answer is a constant of four bytes. */
const CONSTANTS: ReadonlyMap<number, number> = new Map([
  [OID_GEN_HARDWARE_STATUS, NdisHardwareStatusReady],
  [OID_GEN_MEDIA_SUPPORTED, NdisMedium802_3],
  [OID_GEN_MEDIA_IN_USE, NdisMedium802_3],
  [OID_GEN_MAXIMUM_LOOKAHEAD, FRAME_BYTES_MAX - HEADER_BYTES],
  [OID_GEN_CURRENT_LOOKAHEAD, FRAME_BYTES_MAX - HEADER_BYTES],
  [OID_GEN_MAXIMUM_FRAME_SIZE, FRAME_BYTES_MAX - HEADER_BYTES],
  [OID_GEN_MAXIMUM_TOTAL_SIZE, FRAME_BYTES_MAX],
  [OID_GEN_LINK_SPEED, 10_000_000],
  [OID_GEN_TRANSMIT_BUFFER_SPACE, FRAME_BYTES_MAX],
  [OID_GEN_RECEIVE_BUFFER_SPACE, FRAME_BYTES_MAX],
  [OID_GEN_TRANSMIT_BLOCK_SIZE, FRAME_BYTES_MAX],
  [OID_GEN_RECEIVE_BLOCK_SIZE, FRAME_BYTES_MAX],
  [OID_GEN_VENDOR_ID, 0x00ff_ffff],
  [OID_GEN_VENDOR_DRIVER_VERSION, 0x0001_0000],
  [OID_GEN_MAC_OPTIONS, NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_NO_LOOPBACK],
  [OID_GEN_MEDIA_CONNECT_STATUS, NdisMediaStateDisconnected],
  [OID_GEN_MAXIMUM_SEND_PACKETS, 1],
  [OID_GEN_XMIT_ERROR, 0],
  [OID_GEN_RCV_ERROR, 0],
  [OID_GEN_RCV_NO_BUFFER, 0],
  [OID_802_3_MAXIMUM_LIST_SIZE, MULTICAST_COUNT_MAX],
  [OID_802_3_RCV_ERROR_ALIGNMENT, 0],
  [OID_802_3_XMIT_ONE_COLLISION, 0],
  [OID_802_3_XMIT_MORE_COLLISIONS, 0],
]);

const DESCRIPTION = 'Small miniport for the 82540EM\0';
const OTHERS = [
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_DRIVER_VERSION,
  OID_GEN_VENDOR_DESCRIPTION,
  OID_GEN_XMIT_OK,
  OID_GEN_RCV_OK,
  OID_802_3_PERMANENT_ADDRESS,
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MULTICAST_LIST,
  OID_PNP_SET_POWER,
  OID_PNP_QUERY_POWER,
];

function littleEndian(value: number, byteCount: number): number[] {
  return Array.from({ length: byteCount }, (_, index) => (value >>> (8 * index)) & 0xff);
}

/** The bytes that answer a question; undefined if there is no such. */
function answer(ndis: Ndis, adapter: Adapter, Oid: number): number[] | undefined {
  const constant = CONSTANTS.get(Oid);
  if (constant !== undefined) return littleEndian(constant, 4);
  switch (Oid) {
    case OID_GEN_SUPPORTED_LIST:
      return [...CONSTANTS.keys(), ...OTHERS].flatMap((oid) => littleEndian(oid, 4));
    case OID_GEN_CURRENT_PACKET_FILTER:
      return littleEndian(adapter.PacketFilter, 4);
    case OID_GEN_XMIT_OK:
      return littleEndian(adapter.XmitOk, 4);
    case OID_GEN_RCV_OK:
      return littleEndian(adapter.RcvOk, 4);
    case OID_GEN_DRIVER_VERSION:
      return littleEndian(0x0501, 2);
    case OID_GEN_VENDOR_DESCRIPTION:
      return Array.from(DESCRIPTION, (character) => character.charCodeAt(0));
    case OID_802_3_PERMANENT_ADDRESS:
    case OID_802_3_CURRENT_ADDRESS: {
      const low = littleEndian(readRegister(ndis, adapter, Register.RAL), 4);
      const high = littleEndian(readRegister(ndis, adapter, Register.RAH), 2);
      return [...low, ...high];
    }
    case OID_802_3_MULTICAST_LIST:
    case OID_PNP_QUERY_POWER:
      return [];
    default:
      return undefined;
  }
}

export const queryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
  const bytes = answer(ndis, adapter, Oid);
  if (bytes === undefined) return NDIS_STATUS_NOT_SUPPORTED;
  if (bytes.length > InformationBufferLength)
    return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: bytes.length };
  bytes.forEach((byte, index) => ndis.memory.write8(virtual(InformationBuffer + index), byte));
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: bytes.length, BytesNeeded: 0 };
};

/** Asleep, the NIC is silent. */
function setPower(ndis: Ndis, adapter: Adapter, state: number): void {
  const isAwake = state === NdisDeviceStateD0;
  writeRegister(ndis, adapter, Register.IMC, ALL_INTERRUPTS);
  if (isAwake) writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC);
}

/** What may be set; the list and the lookahead change nothing. */
const SETTABLE: readonly number[] = [
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_802_3_MULTICAST_LIST,
  OID_PNP_SET_POWER,
];

export const setInformation: Handler<'MiniportSetInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
  if (!SETTABLE.includes(Oid)) return NDIS_STATUS_NOT_SUPPORTED;
  const isList = Oid === OID_802_3_MULTICAST_LIST;
  const addressCount = Math.ceil(InformationBufferLength / ADDRESS_BYTES);
  const byteCount = isList ? addressCount * ADDRESS_BYTES : 4;
  if (InformationBufferLength < byteCount)
    return { Result: NDIS_STATUS_INVALID_LENGTH, BytesRead: 0, BytesNeeded: byteCount };
  if (isList && addressCount > MULTICAST_COUNT_MAX) return NDIS_STATUS_MULTICAST_FULL;
  if (Oid === OID_GEN_CURRENT_PACKET_FILTER) {
    const filter = ndis.memory.read32(InformationBuffer);
    if ((filter & ~FILTERS) !== 0) return NDIS_STATUS_NOT_SUPPORTED;
    adapter.PacketFilter = filter;
  }
  if (Oid === OID_PNP_SET_POWER) setPower(ndis, adapter, ndis.memory.read32(InformationBuffer));
  return { Result: NDIS_STATUS_SUCCESS, BytesRead: byteCount, BytesNeeded: 0 };
};
