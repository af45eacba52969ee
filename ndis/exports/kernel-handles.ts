/** Handles, sections and references to objects: ZwXxx and ObXxx of ntoskrnl.exe. */
import { NULL, VIRTUAL_BASE, physical, virtual, type VirtualAddress } from '../../hardware/address';
import type { HandleTarget } from '../kernel/handles';
import { readUnicodeString } from '../kernel/string';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_HANDLE,
  STATUS_NOT_MAPPED_VIEW,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_OBJECT_TYPE_MISMATCH,
  STATUS_SUCCESS,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { exported, inout, input, Irql, optional, optionalOutput, output } from '../row';
import { IO_STATUS_BLOCK } from '../structures/irp';
import { OBJECT_ATTRIBUTES } from '../structures/object-attributes';
import {
  KPROCESSOR_MODE,
  LARGE_INTEGER,
  NDIS_HANDLE,
  NDIS_STATUS,
  PVOID,
  ULONG,
  VOID,
  enumeration,
  pointer,
  scalarReader,
  scalarWriter,
  type NdisHandle,
  type NdisStatus,
} from '../types';
import { closeDevice, openDevice } from '../wrapper/device-object';

/** ntstatus.h. */
const STATUS_UNKNOWN_REVISION = 0xc000_0058 as NdisStatus;
const NO_HANDLE = 0 as NdisHandle;
/** IO_STATUS_BLOCK.Information of a file that was opened. */
const FILE_OPENED = 1;
/** ZwCurrentProcess(). */
const CURRENT_PROCESS = 0xffff_ffff;
const SECURITY_DESCRIPTOR_BYTES = 20;
const SECURITY_DESCRIPTOR_REVISION = 1;
/** Views begin at multiples of it (ZwMapViewOfSection, "SectionOffset"). */
const ALLOCATION_GRANULARITY = 0x1_0000;
const PAGE_BYTES = 0x1000;
/** What a PC has below is no memory of the system's. */
const MEMORY_START = 0x10_0000;
/** \SystemRoot\System32\Drivers, where the files are that a driver can open. */
const DRIVERS = /^(?:\\systemroot|\\\?\?\\c:\\windows)\\system32\\drivers\\([^\\]+)$/;

const readLargeInteger = scalarReader(LARGE_INTEGER);
const writeLargeInteger = scalarWriter(LARGE_INTEGER);
const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;
const handle = input('Handle', NDIS_HANDLE);
const attributes = input('ObjectAttributes', pointer('OBJECT_ATTRIBUTES'));
const access = input('DesiredAccess', ULONG);

/** The name in OBJECT_ATTRIBUTES; what lies beneath another object is not modelled here. */
function objectName(os: OperatingSystem, address: VirtualAddress): string {
  const { RootDirectory, ObjectName } = OBJECT_ATTRIBUTES.at(os.memory, address);
  if (RootDirectory !== 0)
    os.inconclusive(`${os.currentCall} beneath another object is not modelled`);
  return readUnicodeString(os.memory, ObjectName);
}

export const ZwClose = exported({
  ...nt,
  name: 'ZwClose',
  returns: NDIS_STATUS,
  args: [handle],
  page: 'nf-ntifs-ntclose',
  summary: 'Closes a handle.',
  releases: { kind: 'handle', key: 'Handle' },
  body(os, Handle) {
    os.handles.close(Handle);
    return STATUS_SUCCESS;
  },
});

/** The target of a name; undefined if there is nothing of that name. */
function openFile(
  os: OperatingSystem,
  name: string,
): { readonly status: NdisStatus; readonly target?: HandleTarget } {
  const driverFile = DRIVERS.exec(name.toLowerCase())?.[1];
  if (driverFile !== undefined) {
    if (!os.files.has(driverFile)) return { status: STATUS_OBJECT_NAME_NOT_FOUND };
    return {
      status: STATUS_SUCCESS,
      target: { kind: 'file', object: undefined, close: () => undefined },
    };
  }
  const { status, file } = openDevice(os, name);
  if (file === undefined) return { status: status as NdisStatus };
  const close = () => closeDevice(os, file);
  return { status: STATUS_SUCCESS, target: { kind: 'file', object: file.fileObject, close } };
}

export const ZwOpenFile = exported({
  ...nt,
  name: 'ZwOpenFile',
  returns: NDIS_STATUS,
  args: [
    output('FileHandle', NDIS_HANDLE),
    access,
    attributes,
    input('IoStatusBlock', pointer('IO_STATUS_BLOCK')),
    input('ShareAccess', ULONG),
    input('OpenOptions', ULONG),
  ],
  page: 'nf-ntifs-ntopenfile',
  summary: 'Opens a file of the driver directory, or a device.',
  acquires: { kind: 'handle', key: 'FileHandle' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, _DesiredAccess, ObjectAttributes, IoStatusBlock) {
    const { status, target } = openFile(os, objectName(os, ObjectAttributes));
    const block = IO_STATUS_BLOCK.at(os.memory, IoStatusBlock);
    block.Status = status;
    block.Information = target === undefined ? 0 : FILE_OPENED;
    const FileHandle = target === undefined ? NO_HANDLE : (os.handles.open(target) as NdisHandle);
    return { Result: status, FileHandle };
  },
});

// The security of an object decides which programs may open it, and none is here.
export const ZwSetSecurityObject = exported({
  ...nt,
  name: 'ZwSetSecurityObject',
  returns: NDIS_STATUS,
  args: [
    handle,
    input('SecurityInformation', ULONG),
    input('SecurityDescriptor', pointer('SECURITY_DESCRIPTOR')),
  ],
  page: 'nf-ntifs-zwsetsecurityobject',
  summary: 'Sets who may do what with an object.',
  body: (os, Handle) =>
    os.handles.get(Handle) === undefined ? STATUS_INVALID_HANDLE : STATUS_SUCCESS,
});

export const RtlCreateSecurityDescriptor = exported({
  ...nt,
  name: 'RtlCreateSecurityDescriptor',
  returns: NDIS_STATUS,
  args: [input('SecurityDescriptor', pointer('SECURITY_DESCRIPTOR')), input('Revision', ULONG)],
  page: 'nf-wdm-rtlcreatesecuritydescriptor',
  summary: 'Initializes a security descriptor that allows everything.',
  body(os, SecurityDescriptor, Revision) {
    if (Revision !== SECURITY_DESCRIPTOR_REVISION) return STATUS_UNKNOWN_REVISION;
    for (let offset = 0; offset < SECURITY_DESCRIPTOR_BYTES; offset += 4)
      os.memory.write32(virtual(SecurityDescriptor + offset), offset === 0 ? Revision : 0);
    return STATUS_SUCCESS;
  },
});

export const ZwOpenSection = exported({
  ...nt,
  name: 'ZwOpenSection',
  returns: NDIS_STATUS,
  args: [output('SectionHandle', NDIS_HANDLE), access, attributes],
  page: 'nf-wdm-zwopensection',
  summary: 'Opens a section: that of physical memory is all there is.',
  acquires: { kind: 'handle', key: 'SectionHandle' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, _DesiredAccess, ObjectAttributes) {
    const name = objectName(os, ObjectAttributes).toLowerCase();
    if (name !== '\\device\\physicalmemory')
      return { Result: STATUS_OBJECT_NAME_NOT_FOUND, SectionHandle: NO_HANDLE };
    const SectionHandle = os.handles.open({ kind: 'section' }) as NdisHandle;
    return { Result: STATUS_SUCCESS, SectionHandle };
  },
});

/** Where a range of physical memory is to be seen; undefined if there is no room for the view. */
function mapPhysical(os: OperatingSystem, start: number, byteCount: number) {
  if (start >= MEMORY_START && start + byteCount <= os.memory.ramBytes)
    return virtual(VIRTUAL_BASE + start);
  return os.ioSpace.map(physical(start), byteCount)?.address;
}

// A view in the one address space that there is, which XP has in the lower half of the process's.
export const ZwMapViewOfSection = exported({
  ...nt,
  name: 'ZwMapViewOfSection',
  returns: NDIS_STATUS,
  args: [
    input('SectionHandle', NDIS_HANDLE),
    input('ProcessHandle', NDIS_HANDLE),
    inout('BaseAddress', PVOID),
    input('ZeroBits', ULONG),
    input('CommitSize', ULONG),
    optional('SectionOffset', pointer('LARGE_INTEGER')),
    inout('ViewSize', ULONG),
    input('InheritDisposition', enumeration('SECTION_INHERIT')),
    input('AllocationType', ULONG),
    input('Win32Protect', ULONG),
  ],
  page: 'nf-wdm-zwmapviewofsection',
  summary: 'Maps a range of physical memory; ViewSize in bytes.',
  acquires: { kind: 'section-view', key: 'BaseAddress' },
  fails: ['NDIS_STATUS_RESOURCES'],
  body(os, SectionHandle, ProcessHandle, BaseAddress, _Zero, _Commit, SectionOffset, ViewSize) {
    const refused = (Result: NdisStatus) => ({ Result, BaseAddress, ViewSize });
    const target = os.handles.get(SectionHandle);
    if (target === undefined) return refused(STATUS_INVALID_HANDLE);
    if (target.kind !== 'section') return refused(STATUS_OBJECT_TYPE_MISMATCH);
    if (ProcessHandle !== CURRENT_PROCESS || BaseAddress !== NULL || ViewSize === 0)
      os.inconclusive('a view at a given address, of a whole section or in another process');
    const offset = SectionOffset === NULL ? 0 : readLargeInteger(os.memory, SectionOffset);
    const start = offset - (offset % ALLOCATION_GRANULARITY);
    const byteCount = Math.ceil((offset + ViewSize - start) / PAGE_BYTES) * PAGE_BYTES;
    const address = mapPhysical(os, start, byteCount);
    if (address === undefined) return refused(STATUS_INSUFFICIENT_RESOURCES);
    if (SectionOffset !== NULL) writeLargeInteger(os.memory, SectionOffset, start);
    return { Result: STATUS_SUCCESS, BaseAddress: address, ViewSize: byteCount };
  },
});

export const ZwUnmapViewOfSection = exported({
  ...nt,
  name: 'ZwUnmapViewOfSection',
  returns: NDIS_STATUS,
  args: [input('ProcessHandle', NDIS_HANDLE), input('BaseAddress', PVOID)],
  page: 'nf-wdm-zwunmapviewofsection',
  summary: 'Ends a view of a section.',
  releases: { kind: 'section-view', key: 'BaseAddress' },
  body(os, ProcessHandle, BaseAddress) {
    if (ProcessHandle !== CURRENT_PROCESS) return STATUS_NOT_MAPPED_VIEW;
    os.ioSpace.unmap(BaseAddress);
    return STATUS_SUCCESS;
  },
});

export const ObReferenceObjectByHandle = exported({
  ...nt,
  name: 'ObReferenceObjectByHandle',
  returns: NDIS_STATUS,
  args: [
    handle,
    access,
    optional('ObjectType', pointer('OBJECT_TYPE')),
    input('AccessMode', KPROCESSOR_MODE),
    output('Object', PVOID),
    optionalOutput('HandleInformation', ULONG),
  ],
  page: 'nf-wdm-obreferenceobjectbyhandle',
  summary: 'Gives the object behind a handle, which stays until it is dereferenced.',
  acquires: { kind: 'object-reference', key: 'Object' },
  body(os, Handle) {
    const target = os.handles.get(Handle);
    const refused = { Object: NULL, HandleInformation: 0 };
    if (target === undefined) return { Result: STATUS_INVALID_HANDLE, ...refused };
    if (!('object' in target) || target.object === undefined)
      return os.inconclusive(`the object of a handle of a ${target.kind} is not modelled`);
    return { Result: STATUS_SUCCESS, Object: target.object, HandleInformation: 0 };
  },
});

// ObDereferenceObject is a macro for it. The same object may be referenced more than once, and the
// ledger knows it once.
export const ObfDereferenceObject = exported({
  name: 'ObfDereferenceObject',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: VOID,
  args: [input('Object', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-obdereferenceobject',
  summary: 'Gives a reference to an object back.',
  releases: { kind: 'object-reference', key: 'Object', ifHeld: true },
  body: () => undefined,
});
