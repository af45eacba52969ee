/** Files, such as firmware, that a driver reads. */
import { closeFile, mapFile, openFile, unmapFile } from '../wrapper/files';
import { Irql, exported, input, output } from '../row';
import {
  NDIS_HANDLE,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  PVOID,
  UINT,
  VOID,
  handle,
  pointer,
} from '../types';

export const NdisOpenFile = exported({
  name: 'NdisOpenFile',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('FileHandle', NDIS_HANDLE),
    output('FileLength', UINT),
    input('FileName', pointer('NDIS_STRING')),
    input('HighestAcceptableAddress', NDIS_PHYSICAL_ADDRESS),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisopenfile',
  summary: "Reads a file of the system's driver directory into memory; FileLength in bytes.",
  acquires: { kind: 'file', key: 'FileHandle' },
  fails: ['NDIS_STATUS_FILE_NOT_FOUND', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_ERROR_READING_FILE'],
  body: openFile,
});

export const NdisCloseFile = exported({
  name: 'NdisCloseFile',
  returns: VOID,
  args: [input('FileHandle', handle('file'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisclosefile',
  summary: 'Frees a file in memory.',
  releases: { kind: 'file', key: 'FileHandle' },
  body: closeFile,
});

export const NdisMapFile = exported({
  name: 'NdisMapFile',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('MappedBuffer', PVOID),
    input('FileHandle', handle('file')),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismapfile',
  summary: 'Gives the address of a file in memory.',
  fails: ['NDIS_STATUS_ALREADY_MAPPED'],
  body: mapFile,
});

export const NdisUnmapFile = exported({
  name: 'NdisUnmapFile',
  returns: VOID,
  args: [input('FileHandle', handle('file'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisunmapfile',
  summary: 'Ends the use of the address of a file in memory.',
  body: unmapFile,
});
