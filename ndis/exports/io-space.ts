/** Device memory: mapping a range, and the macros that read and write its registers. */
import { copyMemory, fillMemory } from '../kernel/copy';
import { noteWayGone, mapIoSpace } from '../wrapper/resources';
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
  scalarReader,
  scalarWriter,
  type ScalarType,
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
  breaks: ['resource/io-space-not-device-memory', 'resource/range-not-assigned'],
  summary: 'Maps device memory into the address space; Length in bytes.',
  acquires: {
    kind: 'mapped-io-space',
    key: 'VirtualAddress',
    remember: ['Length'],
    adapter: 'MiniportAdapterHandle',
  },
  fails: ['NDIS_STATUS_RESOURCE_CONFLICT', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle, PhysicalAddress, Length) =>
    mapIoSpace(os.adapter(MiniportAdapterHandle), PhysicalAddress, Length),
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
  body(os, MiniportAdapterHandle, VirtualAddress) {
    noteWayGone(os, MiniportAdapterHandle);
    os.ioSpace.unmap(VirtualAddress);
  },
});

/** Compiles to a plain load. */
function readRegister<const N extends string>(name: N, type: ScalarType<number>) {
  const read = scalarReader(type);
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Register', PVOID), output('Data', type)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Reads a register of the device that has ${8 * type.bytes} bits.`,
    body: (os, Register) => ({ Data: read(os.memory, Register) }),
  });
}

/** Compiles to ntoskrnl.exe!WRITE_REGISTER_UCHAR and its like. */
function writeRegister<const N extends string>(name: N, type: ScalarType<number>) {
  const write = scalarWriter(type);
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Register', PVOID), input('Data', type)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Writes a register of the device that has ${8 * type.bytes} bits.`,
    body: (os, Register, Data) => write(os.memory, Register, Data),
  });
}

export const NdisReadRegisterUchar = readRegister('NdisReadRegisterUchar', UCHAR);
export const NdisReadRegisterUshort = readRegister('NdisReadRegisterUshort', USHORT);
export const NdisReadRegisterUlong = readRegister('NdisReadRegisterUlong', ULONG);
export const NdisWriteRegisterUchar = writeRegister('NdisWriteRegisterUchar', UCHAR);
export const NdisWriteRegisterUshort = writeRegister('NdisWriteRegisterUshort', USHORT);
export const NdisWriteRegisterUlong = writeRegister('NdisWriteRegisterUlong', ULONG);

// Compiles to memcpy.
export const NdisMoveMappedMemory = exported({
  name: 'NdisMoveMappedMemory',
  form: 'macro',
  returns: VOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'NdisMoveMappedMemory',
  summary: 'Copies mapped device memory to mapped device memory; Length in bytes.',
  body: (os, Destination, Source, Length) => copyMemory(os, Destination, Source, Length),
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
