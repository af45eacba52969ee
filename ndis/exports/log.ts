/** The event log, and the logs that a program can read from an adapter. */
import { writeEvent } from '../wrapper/error-log';
import { exported, incomplete, input, Irql, optional, output, rest } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, PVOID, UINT, ULONG, USHORT, VOID, handle } from '../types';

export const NdisWriteErrorLogEntry = exported({
  name: 'NdisWriteErrorLogEntry',
  convention: 'cdecl',
  returns: VOID,
  args: [
    input('NdisAdapterHandle', handle('miniport-adapter')),
    input('ErrorCode', ULONG),
    input('NumberOfErrorValues', ULONG),
    rest('ErrorValues', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiswriteerrorlogentry',
  summary:
    'Writes an error of an adapter to the event log; the values follow as further arguments.',
  body(os, NdisAdapterHandle, ErrorCode, NumberOfErrorValues, ...values) {
    if (values.length !== NumberOfErrorValues)
      os.report('registration/nonsense-argument', {
        what: `NdisWriteErrorLogEntry got ${values.length} values for ${NumberOfErrorValues}.`,
      });
    os.errorLog.push({
      timeNs: os.clock.nowNs,
      adapter: NdisAdapterHandle,
      errorCode: ErrorCode,
      values,
    });
  },
});

// The head of a packet for the error log is 0x28 bytes, strings and data come on top (ntddk.h:
// IO_ERROR_LOG_PACKET, ERROR_LOG_MAXIMUM_SIZE).
export const NdisWriteEventLogEntry = exported({
  name: 'NdisWriteEventLogEntry',
  returns: NDIS_STATUS,
  args: [
    input('LogHandle', PVOID),
    input('EventCode', NDIS_STATUS),
    input('UniqueEventValue', ULONG),
    input('NumStrings', USHORT),
    optional('StringsList', PVOID),
    input('DataSize', ULONG),
    optional('Data', PVOID),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndiswriteeventlogentry',
  summary:
    'Writes an event of a protocol or intermediate driver to the event log; DataSize in bytes.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body: (os, _LogHandle, EventCode, UniqueEventValue, NumStrings, StringsList, DataSize, Data) =>
    writeEvent(os, {
      code: EventCode,
      value: UniqueEventValue,
      strings: StringsList,
      stringCount: NumStrings,
      data: Data,
      dataBytes: DataSize,
    }),
});

export const NdisMCreateLog = incomplete({
  name: 'NdisMCreateLog',
  returns: NDIS_STATUS,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('Size', UINT),
    output('LogHandle', NDIS_HANDLE),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismcreatelog',
  summary: 'Makes a log of an adapter; Size in bytes.',
});

export const NdisMCloseLog = incomplete({
  name: 'NdisMCloseLog',
  returns: VOID,
  args: [input('LogHandle', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismcloselog',
  summary: 'Frees a log.',
});

// IRQL: the DDK's reference says below DISPATCH_LEVEL and at most DISPATCH_LEVEL; the laxer holds.
export const NdisMWriteLogData = incomplete({
  name: 'NdisMWriteLogData',
  returns: NDIS_STATUS,
  args: [input('LogHandle', NDIS_HANDLE), input('LogBuffer', PVOID), input('LogBufferSize', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismwritelogdata',
  summary: 'Writes to a log; LogBufferSize in bytes.',
});

export const NdisMFlushLog = incomplete({
  name: 'NdisMFlushLog',
  returns: VOID,
  args: [input('LogHandle', NDIS_HANDLE)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismflushlog',
  summary: 'Empties a log.',
});
