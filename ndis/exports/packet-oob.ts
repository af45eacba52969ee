/** The out-of-band data and per-packet information that lie behind a packet descriptor. */
import { NULL, virtual } from '../../hardware/address';
import { oobAddress, oobData, packetInfoAddress } from '../wrapper/buffers';
import {
  fPACKET_ALLOCATED_BY_NDIS,
  fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO,
  NDIS_FLAGS_PROTOCOL_ID_MASK,
  NDIS_PACKET,
  OriginalPacketInfo,
} from '../structures/packet';
import { exported, input, Irql, output } from '../row';
import { NDIS_STATUS, PVOID, UINT, ULONG, ULONGLONG, VOID, enumeration, pointer } from '../types';

const packet = input('Packet', pointer('NDIS_PACKET'));

// Compiles to no call.
export const NDIS_OOB_DATA_FROM_PACKET = exported({
  name: 'NDIS_OOB_DATA_FROM_PACKET',
  form: 'macro',
  returns: pointer('NDIS_PACKET_OOB_DATA'),
  args: [packet],
  irql: Irql.ANY,
  page: 'ff557084',
  summary: 'Gives the out-of-band data of a packet.',
  body: (os, Packet) => oobAddress(os, Packet),
});

// Compiles to no call.
export const NDIS_GET_PACKET_STATUS = exported({
  name: 'NDIS_GET_PACKET_STATUS',
  form: 'macro',
  returns: NDIS_STATUS,
  args: [packet],
  irql: Irql.ANY,
  page: 'ff556997',
  summary: 'Gives the status of a packet.',
  body: (os, Packet) => oobData(os, Packet).Status,
});

// Compiles to no call.
export const NDIS_SET_PACKET_STATUS = exported({
  name: 'NDIS_SET_PACKET_STATUS',
  form: 'macro',
  returns: VOID,
  args: [packet, input('Status', NDIS_STATUS)],
  irql: Irql.ANY,
  page: 'ff558916',
  summary: 'Sets the status of a packet.',
  body(os, Packet, Status) {
    oobData(os, Packet).Status = Status;
  },
});

// Compiles to no call.
export const NDIS_GET_PACKET_HEADER_SIZE = exported({
  name: 'NDIS_GET_PACKET_HEADER_SIZE',
  form: 'macro',
  returns: ULONG,
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_HEADER_SIZE',
  summary: "Gives the bytes of a packet's medium header.",
  body: (os, Packet) => oobData(os, Packet).HeaderSize,
});

// Compiles to no call.
export const NDIS_SET_PACKET_HEADER_SIZE = exported({
  name: 'NDIS_SET_PACKET_HEADER_SIZE',
  form: 'macro',
  returns: VOID,
  args: [packet, input('HdrSize', UINT)],
  irql: Irql.ANY,
  page: 'NDIS_SET_PACKET_HEADER_SIZE',
  summary: "Sets the bytes of a packet's medium header.",
  body(os, Packet, HdrSize) {
    oobData(os, Packet).HeaderSize = HdrSize;
  },
});

// Compiles to no call.
export const NDIS_GET_PACKET_TIME_RECEIVED = exported({
  name: 'NDIS_GET_PACKET_TIME_RECEIVED',
  form: 'macro',
  returns: ULONGLONG,
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_TIME_RECEIVED',
  summary: 'Gives when a packet was received.',
  body: (os, Packet) => oobData(os, Packet).TimeReceived,
});

// Compiles to no call.
export const NDIS_SET_PACKET_TIME_RECEIVED = exported({
  name: 'NDIS_SET_PACKET_TIME_RECEIVED',
  form: 'macro',
  returns: VOID,
  args: [packet, input('TimeReceived', ULONGLONG)],
  irql: Irql.ANY,
  page: 'NDIS_SET_PACKET_TIME_RECEIVED',
  summary: 'Sets when a packet was received.',
  body(os, Packet, TimeReceived) {
    oobData(os, Packet).TimeReceived = TimeReceived;
  },
});

// Compiles to no call.
export const NDIS_SET_PACKET_TIME_SENT = exported({
  name: 'NDIS_SET_PACKET_TIME_SENT',
  form: 'macro',
  returns: VOID,
  args: [packet, input('TimeSent', ULONGLONG)],
  irql: Irql.ANY,
  page: 'NDIS_SET_PACKET_TIME_SENT',
  summary: 'Sets when a packet was sent.',
  // TimeSent and TimeToSend are one.
  body(os, Packet, TimeSent) {
    oobData(os, Packet).TimeToSend = TimeSent;
  },
});

// Compiles to no call. TimeSent and TimeToSend are one.
export const NDIS_GET_PACKET_TIME_SENT = exported({
  name: 'NDIS_GET_PACKET_TIME_SENT',
  form: 'macro',
  returns: ULONGLONG,
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_TIME_SENT',
  summary: 'Gives when a packet was sent.',
  body: (os, Packet) => oobData(os, Packet).TimeToSend,
});

// Compiles to no call.
export const NDIS_GET_PACKET_TIME_TO_SEND = exported({
  name: 'NDIS_GET_PACKET_TIME_TO_SEND',
  form: 'macro',
  returns: ULONGLONG,
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_TIME_TO_SEND',
  summary: 'Gives when a packet is to be sent.',
  body: (os, Packet) => oobData(os, Packet).TimeToSend,
});

// Compiles to no call.
export const NDIS_SET_PACKET_TIME_TO_SEND = exported({
  name: 'NDIS_SET_PACKET_TIME_TO_SEND',
  form: 'macro',
  returns: VOID,
  args: [packet, input('TimeToSend', ULONGLONG)],
  irql: Irql.ANY,
  page: 'NDIS_SET_PACKET_TIME_TO_SEND',
  summary: 'Sets when a packet is to be sent.',
  body(os, Packet, TimeToSend) {
    oobData(os, Packet).TimeToSend = TimeToSend;
  },
});

const MEDIA_SPECIFIC_FLAGS = fPACKET_ALLOCATED_BY_NDIS | fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;

// Compiles to no call. Only a flag of NDIS's own packets says that there is any.
export const NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO = exported({
  name: 'NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO',
  form: 'macro',
  returns: VOID,
  args: [packet, output('pMediaSpecificInfo', PVOID), output('pSizeMediaSpecificInfo', UINT)],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO',
  summary: "Gives a packet's information for its medium and its bytes, or NULL and 0.",
  body(os, Packet) {
    const flags = NDIS_PACKET.at(os.memory, Packet).Private.NdisPacketFlags;
    if ((flags & MEDIA_SPECIFIC_FLAGS) !== MEDIA_SPECIFIC_FLAGS)
      return { pMediaSpecificInfo: NULL, pSizeMediaSpecificInfo: 0 };
    const { MediaSpecificInformation, SizeMediaSpecificInfo } = oobData(os, Packet);
    return {
      pMediaSpecificInfo: MediaSpecificInformation,
      pSizeMediaSpecificInfo: SizeMediaSpecificInfo,
    };
  },
});

// Compiles to no call. Nothing happens to a packet that NDIS has not allocated.
export const NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO = exported({
  name: 'NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO',
  form: 'macro',
  returns: VOID,
  args: [packet, input('MediaSpecificInfo', PVOID), input('SizeMediaSpecificInfo', UINT)],
  irql: Irql.ANY,
  page: 'NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO',
  summary: "Sets a packet's information for its medium; SizeMediaSpecificInfo in bytes.",
  body(os, Packet, MediaSpecificInfo, SizeMediaSpecificInfo) {
    const { Private } = NDIS_PACKET.at(os.memory, Packet);
    if ((Private.NdisPacketFlags & fPACKET_ALLOCATED_BY_NDIS) === 0) return;
    Private.NdisPacketFlags |= fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;
    const data = oobData(os, Packet);
    data.MediaSpecificInformation = MediaSpecificInfo;
    data.SizeMediaSpecificInfo = SizeMediaSpecificInfo;
  },
});

// Compiles to no call.
export const NDIS_GET_PACKET_PROTOCOL_TYPE = exported({
  name: 'NDIS_GET_PACKET_PROTOCOL_TYPE',
  form: 'macro',
  returns: ULONG,
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_PACKET_PROTOCOL_TYPE',
  summary: 'Gives which protocol has made a packet: NDIS_PROTOCOL_ID_TCP_IP and its like.',
  body: (os, Packet) =>
    NDIS_PACKET.at(os.memory, Packet).Private.Flags & NDIS_FLAGS_PROTOCOL_ID_MASK,
});

// Compiles to no call. In C it can be assigned to.
export const NDIS_PER_PACKET_INFO_FROM_PACKET = exported({
  name: 'NDIS_PER_PACKET_INFO_FROM_PACKET',
  form: 'macro',
  returns: PVOID,
  args: [packet, input('InfoType', enumeration('NDIS_PER_PACKET_INFO'))],
  irql: Irql.ANY,
  page: 'ff557126',
  summary: 'Gives a piece of per-packet information.',
  body: (os, Packet, InfoType) =>
    virtual(os.memory.read32(packetInfoAddress(os, Packet, InfoType))),
});

// Compiles to no call.
export const NDIS_GET_ORIGINAL_PACKET = exported({
  name: 'NDIS_GET_ORIGINAL_PACKET',
  form: 'macro',
  returns: pointer('NDIS_PACKET'),
  args: [packet],
  irql: Irql.ANY,
  page: 'NDIS_GET_ORIGINAL_PACKET',
  summary: 'Gives the packet that a packet was made from.',
  body: (os, Packet) =>
    virtual(os.memory.read32(packetInfoAddress(os, Packet, OriginalPacketInfo))),
});

// Compiles to no call.
export const NDIS_SET_ORIGINAL_PACKET = exported({
  name: 'NDIS_SET_ORIGINAL_PACKET',
  form: 'macro',
  returns: VOID,
  args: [packet, input('OriginalPacket', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'NDIS_SET_ORIGINAL_PACKET',
  summary: 'Sets the packet that a packet was made from.',
  body: (os, Packet, OriginalPacket) =>
    os.memory.write32(packetInfoAddress(os, Packet, OriginalPacketInfo), OriginalPacket),
});
