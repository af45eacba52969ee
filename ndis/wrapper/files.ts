/**
 * Files that a driver reads whole, as firmware: NDIS 5, "NdisOpenFile" and "NdisMapFile". NDIS keeps
 * the contents in memory, which the driver may touch only while they are mapped.
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { readUnicodeString } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import {
  NDIS_STATUS_ALREADY_MAPPED,
  NDIS_STATUS_FILE_NOT_FOUND,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import type { NdisHandle, NdisStatus } from '../types';

export interface OpenFile {
  readonly buffer: VirtualAddress;
  readonly byteCount: number;
  isMapped: boolean;
}

export interface OpenFileResult {
  readonly Status: NdisStatus;
  readonly FileHandle: NdisHandle;
  readonly FileLength: number;
}

function refused(Status: NdisStatus): OpenFileResult {
  return { Status, FileHandle: 0 as NdisHandle, FileLength: 0 };
}

/** NdisOpenFile: a file of the driver directory, by its name there. */
export function openFile(
  os: OperatingSystem,
  FileName: VirtualAddress,
  HighestAcceptableAddress: number,
): OpenFileResult {
  const bytes = os.files.get(readUnicodeString(os.memory, FileName).toLowerCase());
  if (bytes === undefined) return refused(NDIS_STATUS_FILE_NOT_FOUND);
  const buffer = os.pool.allocate(bytes.length, Shadow.OPAQUE);
  if (buffer === undefined) return refused(NDIS_STATUS_RESOURCES);
  if (buffer - VIRTUAL_BASE + bytes.length - 1 > HighestAcceptableAddress) {
    os.pool.free(buffer);
    return refused(NDIS_STATUS_RESOURCES);
  }
  os.memory.bytes.set(bytes, buffer - VIRTUAL_BASE);
  const handle = os.createHandle() as NdisHandle;
  os.openFiles.set(handle, { buffer, byteCount: bytes.length, isMapped: false });
  return { Status: NDIS_STATUS_SUCCESS, FileHandle: handle, FileLength: bytes.length };
}

/** NdisCloseFile: a mapping ends with it ("Remarks" of NdisMapFile). */
export function closeFile(os: OperatingSystem, handle: NdisHandle): void {
  const { buffer } = os.openFiles.get(handle)!;
  os.openFiles.delete(handle);
  os.pool.free(buffer);
  os.freeHandle(handle);
}

/** NdisMapFile: one mapping at a time. */
export function mapFile(
  os: OperatingSystem,
  handle: NdisHandle,
): { Status: NdisStatus; MappedBuffer: VirtualAddress } {
  const file = os.openFiles.get(handle)!;
  if (file.isMapped) return { Status: NDIS_STATUS_ALREADY_MAPPED, MappedBuffer: NULL };
  file.isMapped = true;
  os.memory.mark(file.buffer, file.byteCount, Shadow.PLAIN);
  return { Status: NDIS_STATUS_SUCCESS, MappedBuffer: virtual(file.buffer) };
}

/** NdisUnmapFile. */
export function unmapFile(os: OperatingSystem, handle: NdisHandle): void {
  const file = os.openFiles.get(handle)!;
  file.isMapped = false;
  os.memory.mark(file.buffer, file.byteCount, Shadow.OPAQUE);
}
