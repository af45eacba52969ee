/** Files, such as firmware, that a driver reads. */
import { Irql, incomplete, input, output } from '../row';
import {
  NDIS_HANDLE,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  PVOID,
  UINT,
  VOID,
  pointer,
} from '../types';

export const NdisOpenFile = incomplete({
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
});

export const NdisCloseFile = incomplete({
  name: 'NdisCloseFile',
  returns: VOID,
  args: [input('FileHandle', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisclosefile',
  summary: 'Frees a file in memory.',
});

export const NdisMapFile = incomplete({
  name: 'NdisMapFile',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    output('MappedBuffer', PVOID),
    input('FileHandle', NDIS_HANDLE),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndismapfile',
  summary: 'Gives the address of a file in memory.',
});

export const NdisUnmapFile = incomplete({
  name: 'NdisUnmapFile',
  returns: VOID,
  args: [input('FileHandle', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisunmapfile',
  summary: 'Ends the use of the address of a file in memory.',
});
