/** Device memory: mapping a range, and the macros that read and write its registers. */
import { copyMemory, fillMemory } from '../kernel/copy';
import { mapIoSpace } from '../wrapper/resources';
import { exported, input, Irql, output } from '../row';
import {
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  PVOID,
  UCHAR,
  UINT,
  ULONG,
  USHORT,
  VOID,
  handle,
} from '../types';

export const NdisMMapIoSpace = exported({
  name: 'NdisMMapIoSpace',
  returns: NDIS_STATUS,
  args: [
    output('VirtualAddress', PVOID),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('PhysicalAddress', NDIS_PHYSICAL_ADDRESS),
    input('Length', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismmapiospace',
  needsAttributes: true,
  onlyIn: {
    handlers: ['MiniportInitialize'],
    rule: 'resource/io-space-mapped-outside-initialize',
  },
  summary: 'Maps device memory into the address space; Length in bytes.',
  acquires: {
    kind: 'mapped-io-space',
    key: 'VirtualAddress',
    remember: ['Length'],
    adapter: 'MiniportAdapterHandle',
  },
  fails: ['NDIS_STATUS_RESOURCE_CONFLICT', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (os, _MiniportAdapterHandle, PhysicalAddress, Length) =>
    mapIoSpace(os, PhysicalAddress, Length),
});

export const NdisMUnmapIoSpace = exported({
  name: 'NdisMUnmapIoSpace',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('VirtualAddress', PVOID),
    input('Length', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismunmapiospace',
  summary: 'Takes a mapping of device memory back; Length as it was mapped.',
  releases: {
    kind: 'mapped-io-space',
    key: 'VirtualAddress',
    match: ['Length'],
    mismatch: 'resource/io-space-unmapped-with-other-arguments',
  },
  body: (os, _MiniportAdapterHandle, VirtualAddress) => os.ioSpace.unmap(VirtualAddress),
});

// Compiles to a plain load.
export const NdisReadRegisterUchar = exported({
  name: 'NdisReadRegisterUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), output('Data', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisreadregisteruchar',
  summary: 'Reads an 8-bit register of the device.',
  body: (os, Register) => ({ Data: os.memory.read8(Register) }),
});

// Compiles to a plain load.
export const NdisReadRegisterUshort = exported({
  name: 'NdisReadRegisterUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), output('Data', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisreadregisterushort',
  summary: 'Reads a 16-bit register of the device.',
  body: (os, Register) => ({ Data: os.memory.read16(Register) }),
});

// Compiles to a plain load.
export const NdisReadRegisterUlong = exported({
  name: 'NdisReadRegisterUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), output('Data', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisreadregisterulong',
  summary: 'Reads a 32-bit register of the device.',
  body: (os, Register) => ({ Data: os.memory.read32(Register) }),
});

// Compiles to ntoskrnl.exe!WRITE_REGISTER_UCHAR.
export const NdisWriteRegisterUchar = exported({
  name: 'NdisWriteRegisterUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), input('Data', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisteruchar',
  summary: 'Writes an 8-bit register of the device.',
  body: (os, Register, Data) => os.memory.write8(Register, Data),
});

// Compiles to ntoskrnl.exe!WRITE_REGISTER_USHORT.
export const NdisWriteRegisterUshort = exported({
  name: 'NdisWriteRegisterUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), input('Data', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisterushort',
  summary: 'Writes a 16-bit register of the device.',
  body: (os, Register, Data) => os.memory.write16(Register, Data),
});

// Compiles to ntoskrnl.exe!WRITE_REGISTER_ULONG.
export const NdisWriteRegisterUlong = exported({
  name: 'NdisWriteRegisterUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Register', PVOID), input('Data', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisterulong',
  summary: 'Writes a 32-bit register of the device.',
  body: (os, Register, Data) => os.memory.write32(Register, Data),
});

// Compiles to memcpy.
export const NdisMoveFromMappedMemory = exported({
  name: 'NdisMoveFromMappedMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'NdisMoveFromMappedMemory',
  summary: 'Copies from device memory.',
  body: (os, Destination, Source, Length) => copyMemory(os, Destination, Source, Length),
});

// Compiles to memcpy.
export const NdisMoveToMappedMemory = exported({
  name: 'NdisMoveToMappedMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'NdisMoveToMappedMemory',
  summary: 'Copies to device memory.',
  body: (os, Destination, Source, Length) => copyMemory(os, Destination, Source, Length),
});

// Compiles to memset.
export const NdisZeroMappedMemory = exported({
  name: 'NdisZeroMappedMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiszeromappedmemory',
  summary: 'Fills device memory with zeros.',
  body: (os, Destination, Length) => fillMemory(os, Destination, Length, 0),
});
