/** What a packet descriptor holds: its chain of buffers, its status and per-packet information. */
import { Irql, incomplete, input, optionalOutput, output } from '../row';
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

export const NdisUnchainBufferAtFront = incomplete({
  name: 'NdisUnchainBufferAtFront',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'ff554826',
  summary: 'Takes the first buffer off a packet; NULL if it has none.',
});

export const NdisUnchainBufferAtBack = incomplete({
  name: 'NdisUnchainBufferAtBack',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisunchainbufferatback',
  summary: 'Takes the last buffer off a packet; NULL if it has none.',
});

export const NdisCopyFromPacketToPacket = incomplete({
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
  page: 'NdisCopyFromPacketToPacket',
  summary: "Copies data from one packet's buffers to another's.",
});

export const NdisCopyFromPacketToPacketSafe = incomplete({
  name: 'NdisCopyFromPacketToPacketSafe',
  returns: VOID,
  args: [
    input('Destination', pointer('NDIS_PACKET')),
    input('DestinationOffset', UINT),
    input('BytesToCopy', UINT),
    input('Source', pointer('NDIS_PACKET')),
    input('SourceOffset', UINT),
    output('BytesCopied', UINT),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiscopyfrompackettopacketsafe',
  summary:
    "Copies data from one packet's buffers to another's, and nothing if they cannot be mapped.",
});

export const NdisGetFirstBufferFromPacket = incomplete({
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
});

export const NdisGetFirstBufferFromPacketSafe = incomplete({
  name: 'NdisGetFirstBufferFromPacketSafe',
  returns: VOID,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    output('FirstBuffer', pointer('NDIS_BUFFER')),
    output('FirstBufferVA', PVOID),
    output('FirstBufferLength', UINT),
    output('TotalBufferLength', UINT),
    input('Priority', enumeration('MM_PAGE_PRIORITY')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetFirstBufferFromPacketSafe',
  summary: 'Gives the first buffer of a packet, with a NULL address if it cannot be mapped.',
});

export const NdisSetPacketStatus = incomplete({
  name: 'NdisSetPacketStatus',
  returns: VOID,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    input('Status', NDIS_STATUS),
    input('Handle', NDIS_HANDLE),
    input('Code', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetPacketStatus',
  summary: 'Sets the status of a packet.',
});

export const NdisSetPacketCancelId = incomplete({
  name: 'NdisSetPacketCancelId',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisSetPacketCancelId',
  summary: 'Marks a packet so that its send can be cancelled by that mark.',
});

export const NdisGetPacketCancelId = incomplete({
  name: 'NdisGetPacketCancelId',
  returns: PVOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisGetPacketCancelId',
  summary: "Gives the mark by which a packet's send can be cancelled.",
});

export const NdisGeneratePartialCancelId = incomplete({
  name: 'NdisGeneratePartialCancelId',
  returns: UCHAR,
  args: [],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisgeneratepartialcancelid',
  summary: "Gives the byte with which the caller's cancel identifiers must begin.",
});

// Compiles to no call.
export const NdisReinitializePacket = incomplete({
  name: 'NdisReinitializePacket',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff554658',
  summary: 'Makes a packet descriptor forget its buffers, for use with others.',
});

// Compiles to no call.
export const NdisChainBufferAtFront = incomplete({
  name: 'NdisChainBufferAtFront',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550837',
  summary: 'Puts a chain of buffers before those of a packet.',
});

// Compiles to no call.
export const NdisChainBufferAtBack = incomplete({
  name: 'NdisChainBufferAtBack',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Buffer', pointer('NDIS_BUFFER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550830',
  summary: 'Puts a chain of buffers behind those of a packet.',
});

// Inline code, which calls NDIS_BUFFER_TO_SPAN_PAGES and NdisQueryBufferOffset for each buffer if
// the counts in the descriptor are not valid.
export const NdisQueryPacket = incomplete({
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
  page: 'NdisQueryPacket',
  summary: 'Gives how many physical ranges, buffers and bytes a packet has, and its first buffer.',
});

// Compiles to NdisQueryPacket if the counts in the descriptor are not valid.
export const NdisQueryPacketLength = incomplete({
  name: 'NdisQueryPacketLength',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), output('TotalPacketLength', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'NdisQueryPacketLength',
  summary: 'Gives the bytes of a packet.',
});

// Compiles to no call.
export const NdisGetPacketFlags = incomplete({
  name: 'NdisGetPacketFlags',
  form: 'macro',
  returns: UINT,
  args: [input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.ANY,
  page: 'NdisGetPacketFlags',
  summary: 'Gives the flags of a packet.',
});

// Compiles to no call.
export const NdisSetPacketFlags = incomplete({
  name: 'NdisSetPacketFlags',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.ANY,
  page: 'NdisSetPacketFlags',
  summary: 'Sets flags of a packet.',
});

// Compiles to no call.
export const NdisClearPacketFlags = incomplete({
  name: 'NdisClearPacketFlags',
  form: 'macro',
  returns: VOID,
  args: [input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.ANY,
  page: 'NdisClearPacketFlags',
  summary: 'Clears flags of a packet.',
});
