/** What a packet descriptor holds: its chain of buffers, its status and per-packet information. */
import { NULL, virtual } from '../../hardware/address';
import {
  bufferAddress,
  chainAtBack,
  chainAtFront,
  copyBetweenPackets,
  oobData,
  packetInfoAddress,
  queryPacket,
  recalculatePacket,
  unchainAtBack,
  unchainAtFront,
} from '../wrapper/buffers';
import { MDL } from '../structures/mdl';
import { NDIS_PACKET, PacketCancelId } from '../structures/packet';
import { exported, input, Irql, optionalOutput, output } from '../row';
import {
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  UCHAR,
  UINT,
  ULONG,
  VOID,
  enumeration,
  pointer,
} from '../types';

export const NdisUnchainBufferAtFront = exported({
  name: 'NdisUnchainBufferAtFront',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'ff554826',
  summary: 'Takes the first buffer off a packet; NULL if it has none.',
  body: (os, Packet) => ({ Buffer: unchainAtFront(os, Packet) }),
});

export const NdisUnchainBufferAtBack = exported({
  name: 'NdisUnchainBufferAtBack',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisunchainbufferatback',
  summary: 'Takes the last buffer off a packet; NULL if it has none.',
  body: (os, Packet) => ({ Buffer: unchainAtBack(os, Packet) }),
});

export const NdisCopyFromPacketToPacket = exported({
  name: 'NdisCopyFromPacketToPacket',
  returns: VOID,
  args: [
    input('Destination', pointer('NDIS_PACKET')),
    input('DestinationOffset', UINT),
    input('BytesToCopy', UINT),
    input('Source', pointer('NDIS_PACKET')),
    input('SourceOffset', UINT),
    output('BytesCopied', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff551066',
  summary: "Copies data from one packet's buffers to another's.",
  body: (os, Destination, DestinationOffset, BytesToCopy, Source, SourceOffset) => ({
    BytesCopied: copyBetweenPackets(
      os,
      Destination,
      DestinationOffset,
      BytesToCopy,
      Source,
      SourceOffset,
    ),
  }),
});

// Of the safe forms, Priority decides nothing here: all kernel memory is mapped.
export const NdisCopyFromPacketToPacketSafe = exported({
  name: 'NdisCopyFromPacketToPacketSafe',
  returns: VOID,
  args: [...NdisCopyFromPacketToPacket.args, input('Priority', enumeration('MM_PAGE_PRIORITY'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscopyfrompackettopacketsafe',
  summary:
    "Copies data from one packet's buffers to another's, and nothing if they cannot be mapped.",
  fails: ['NULL'],
  body: (os, Destination, DestinationOffset, BytesToCopy, Source, SourceOffset) =>
    NdisCopyFromPacketToPacket.body(
      os,
      Destination,
      DestinationOffset,
      BytesToCopy,
      Source,
      SourceOffset,
    ),
});

export const NdisGetFirstBufferFromPacket = exported({
  name: 'NdisGetFirstBufferFromPacket',
  returns: VOID,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    output('FirstBuffer', pointer('NDIS_BUFFER')),
    output('FirstBufferVA', PVOID),
    output('FirstBufferLength', UINT),
    output('TotalBufferLength', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetFirstBufferFromPacket',
  summary: "Gives the first buffer of a packet, where it is mapped, its length and the packet's.",
  body(os, Packet) {
    const { FirstBuffer, TotalPacketLength } = queryPacket(os, Packet);
    const isEmpty = FirstBuffer === NULL;
    return {
      FirstBuffer,
      FirstBufferVA: isEmpty ? NULL : bufferAddress(os, FirstBuffer),
      FirstBufferLength: isEmpty ? 0 : MDL.at(os.memory, FirstBuffer).ByteCount,
      TotalBufferLength: TotalPacketLength,
    };
  },
});

export const NdisGetFirstBufferFromPacketSafe = exported({
  name: 'NdisGetFirstBufferFromPacketSafe',
  returns: VOID,
  args: [...NdisGetFirstBufferFromPacket.args, input('Priority', enumeration('MM_PAGE_PRIORITY'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff552066',
  summary: 'Gives the first buffer of a packet, with a NULL address if it cannot be mapped.',
  fails: ['NULL'],
  failed: (os, _status, Packet) => ({
    ...NdisGetFirstBufferFromPacket.body(os, Packet),
    FirstBufferVA: NULL,
  }),
  body: (os, Packet) => NdisGetFirstBufferFromPacket.body(os, Packet),
});

export const NdisSetPacketStatus = exported({
  name: 'NdisSetPacketStatus',
  returns: VOID,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    input('Status', NDIS_STATUS),
    input('Handle', NDIS_HANDLE),
    input('Code', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554748',
  summary: 'Sets the status of a packet.',
  // Handle and Code tell a checked build of NDIS where the status comes from.
  body(os, Packet, Status, _Handle, _Code) {
    oobData(os, Packet).Status = Status;
  },
});

export const NdisSetPacketCancelId = exported({
  name: 'NdisSetPacketCancelId',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetPacketCancelId',
  summary: 'Marks a packet so that its send can be cancelled by that mark.',
  body: (os, Packet, CancelId) =>
    os.memory.write32(packetInfoAddress(os, Packet, PacketCancelId), CancelId),
});

export const NdisGetPacketCancelId = exported({
  name: 'NdisGetPacketCancelId',
  returns: PVOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetPacketCancelId',
  summary: "Gives the mark by which a packet's send can be cancelled.",
  body: (os, Packet) => virtual(os.memory.read32(packetInfoAddress(os, Packet, PacketCancelId))),
});

export const NdisGeneratePartialCancelId = exported({
  name: 'NdisGeneratePartialCancelId',
  returns: UCHAR,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgeneratepartialcancelid',
  summary: "Gives the byte with which the caller's cancel identifiers must begin.",
  body: (os) => (os.partialCancelId = (os.partialCancelId + 1) & 0xff),
});

// Compiles to no call.
export const NdisReinitializePacket = exported({
  name: 'NdisReinitializePacket',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554658',
  summary: 'Makes a packet descriptor forget its buffers, for use with others.',
  body(os, Packet) {
    const { Private } = NDIS_PACKET.at(os.memory, Packet);
    Private.Head = NULL;
    Private.ValidCounts = false;
  },
});

// Compiles to no call: for a driver that has linked buffers by itself.
export const NdisRecalculatePacketCounts = exported({
  name: 'NdisRecalculatePacketCounts',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'NdisRecalculatePacketCounts',
  summary: 'Makes a packet find its last buffer, and count its buffers and bytes anew when asked.',
  body: (os, Packet) => recalculatePacket(os, Packet),
});

// Compiles to no call.
export const NdisChainBufferAtFront = exported({
  name: 'NdisChainBufferAtFront',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550837',
  summary: 'Puts a chain of buffers before those of a packet.',
  body: (os, Packet, Buffer) => chainAtFront(os, Packet, Buffer),
});

// Compiles to no call.
export const NdisChainBufferAtBack = exported({
  name: 'NdisChainBufferAtBack',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550830',
  summary: 'Puts a chain of buffers behind those of a packet.',
  body: (os, Packet, Buffer) => chainAtBack(os, Packet, Buffer),
});

// Inline code, which calls NDIS_BUFFER_TO_SPAN_PAGES and NdisQueryBufferOffset for each buffer if
// the counts in the descriptor are not valid.
export const NdisQueryPacket = exported({
  name: 'NdisQueryPacket',
  form: 'macro',
  returns: VOID,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    optionalOutput('PhysicalBufferCount', UINT),
    optionalOutput('BufferCount', UINT),
    optionalOutput('FirstBuffer', pointer('NDIS_BUFFER')),
    optionalOutput('TotalPacketLength', UINT),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554428',
  summary: 'Gives how many physical ranges, buffers and bytes a packet has, and its first buffer.',
  body: (os, Packet) => queryPacket(os, Packet),
});

// Compiles to NdisQueryPacket if the counts in the descriptor are not valid.
export const NdisQueryPacketLength = exported({
  name: 'NdisQueryPacketLength',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('TotalPacketLength', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisQueryPacketLength',
  summary: 'Gives the bytes of a packet.',
  body: (os, Packet) => ({ TotalPacketLength: queryPacket(os, Packet).TotalPacketLength }),
});

// Compiles to no call.
export const NdisGetPacketFlags = exported({
  name: 'NdisGetPacketFlags',
  form: 'macro',
  returns: UINT,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'ff552081',
  summary: 'Gives the flags of a packet.',
  body: (os, Packet) => NDIS_PACKET.at(os.memory, Packet).Private.Flags,
});

// Compiles to no call.
export const NdisSetPacketFlags = exported({
  name: 'NdisSetPacketFlags',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.ANY,
  page: 'ff554737',
  summary: 'Sets flags of a packet.',
  body(os, Packet, Flags) {
    const { Private } = NDIS_PACKET.at(os.memory, Packet);
    Private.Flags = (Private.Flags | Flags) >>> 0;
  },
});

// Compiles to no call.
export const NdisClearPacketFlags = exported({
  name: 'NdisClearPacketFlags',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.ANY,
  page: 'NdisClearPacketFlags',
  summary: 'Clears flags of a packet.',
  body(os, Packet, Flags) {
    const { Private } = NDIS_PACKET.at(os.memory, Packet);
    Private.Flags = (Private.Flags & ~Flags) >>> 0;
  },
});
