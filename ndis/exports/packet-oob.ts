/** The out-of-band data and per-packet information that lie behind a packet descriptor. */
import { virtual } from '../../hardware/address';
import { oobAddress, oobData, packetInfoAddress } from '../wrapper/buffers';
import { OriginalPacketInfo } from '../structures/packet';
import { exported, input, Irql } from '../row';
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
