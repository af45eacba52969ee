/** Status codes of the kernel beside those that NDIS has names for (DDK ntstatus.h). */
import type { NdisStatus } from './types';

export const STATUS_SUCCESS = 0 as NdisStatus;
export const STATUS_BUFFER_OVERFLOW = 0x8000_0005 as NdisStatus;
export const STATUS_NO_MORE_ENTRIES = 0x8000_001a as NdisStatus;
export const STATUS_BREAKPOINT = 0x8000_0003 as NdisStatus;
export const STATUS_DATATYPE_MISALIGNMENT = 0x8000_0002 as NdisStatus;
export const STATUS_NOT_IMPLEMENTED = 0xc000_0002 as NdisStatus;
export const STATUS_INVALID_INFO_CLASS = 0xc000_0003 as NdisStatus;
export const STATUS_INFO_LENGTH_MISMATCH = 0xc000_0004 as NdisStatus;
export const STATUS_ACCESS_VIOLATION = 0xc000_0005 as NdisStatus;
export const STATUS_INVALID_HANDLE = 0xc000_0008 as NdisStatus;
export const STATUS_INVALID_PARAMETER = 0xc000_000d as NdisStatus;
export const STATUS_INVALID_DEVICE_REQUEST = 0xc000_0010 as NdisStatus;
export const STATUS_NOT_MAPPED_VIEW = 0xc000_0019 as NdisStatus;
export const STATUS_BUFFER_TOO_SMALL = 0xc000_0023 as NdisStatus;
export const STATUS_OBJECT_TYPE_MISMATCH = 0xc000_0024 as NdisStatus;
export const STATUS_OBJECT_NAME_NOT_FOUND = 0xc000_0034 as NdisStatus;
export const STATUS_MUTANT_NOT_OWNED = 0xc000_0046 as NdisStatus;
export const STATUS_SEMAPHORE_LIMIT_EXCEEDED = 0xc000_0047 as NdisStatus;
export const STATUS_INSUFFICIENT_RESOURCES = 0xc000_009a as NdisStatus;
