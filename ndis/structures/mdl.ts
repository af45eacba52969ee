/** Memory descriptor lists, which ndis.h calls NDIS_BUFFER (DDK wdm.h: MDL), x86 layout. */
import { layout } from '../layout';
import { PVOID, ULONG, USHORT } from '../types';

/** Followed in memory by one page frame number, 4 bytes, for each page that it spans. */
export const MDL = layout('MDL', 0x1c, {
  Next: PVOID,
  Size: USHORT,
  MdlFlags: USHORT,
  Process: PVOID,
  MappedSystemVa: PVOID,
  StartVa: PVOID,
  ByteCount: ULONG,
  ByteOffset: ULONG,
});

export const NDIS_BUFFER = MDL;

export const PAGE_SIZE = 0x1000;

/** MDL.MdlFlags. */
export const MDL_MAPPED_TO_SYSTEM_VA = 0x0001;
export const MDL_PAGES_LOCKED = 0x0002;
export const MDL_SOURCE_IS_NONPAGED_POOL = 0x0004;
export const MDL_ALLOCATED_FIXED_SIZE = 0x0008;
export const MDL_PARTIAL = 0x0010;
export const MDL_PARTIAL_HAS_BEEN_MAPPED = 0x0020;
export const MDL_WRITE_OPERATION = 0x0080;
export const MDL_PARENT_MAPPED_SYSTEM_VA = 0x0100;
export const MDL_IO_SPACE = 0x0800;
export const MDL_NETWORK_HEADER = 0x1000;
export const MDL_MAPPING_CAN_FAIL = 0x2000;
