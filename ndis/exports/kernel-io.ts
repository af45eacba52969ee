/** The I/O manager of ntoskrnl.exe: completing requests, and the error log. */
import { NULL } from '../../hardware/address';
import { exported, input, Irql } from '../row';
import { CHAR, PVOID, UCHAR, VOID, pointer } from '../types';
import { allocateErrorLogEntry, writeErrorLogEntry } from '../wrapper/error-log';

// IoCompleteRequest is a macro for it.
export const IofCompleteRequest = exported({
  name: 'IofCompleteRequest',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: VOID,
  args: [input('Irp', pointer('IRP')), input('PriorityBoost', CHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iocompleterequest',
  summary: 'Ends an I/O request with what its IoStatus says.',
  body: (os, Irp) => os.irps.complete(Irp),
});

export const IoAllocateErrorLogEntry = exported({
  name: 'IoAllocateErrorLogEntry',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [input('IoObject', PVOID), input('EntrySize', UCHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioallocateerrorlogentry',
  summary: 'Gives a packet for the error log of EntrySize bytes; NULL if it would be too long.',
  fails: ['NULL'],
  body: (os, IoObject, EntrySize) =>
    IoObject === NULL ? NULL : allocateErrorLogEntry(os, EntrySize),
});

export const IoWriteErrorLogEntry = exported({
  name: 'IoWriteErrorLogEntry',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('ElEntry', pointer('IO_ERROR_LOG_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iowriteerrorlogentry',
  summary: 'Writes a packet to the error log and frees it.',
  body: writeErrorLogEntry,
});
