/** I/O ports: registering a range, and the macros that read and write it. */
import { registerPorts } from '../wrapper/resources';
import { exported, input, Irql, output } from '../row';
import { NDIS_STATUS, PVOID, UCHAR, UINT, ULONG, USHORT, VOID, handle } from '../types';

export const NdisMRegisterIoPortRange = exported({
  name: 'NdisMRegisterIoPortRange',
  returns: NDIS_STATUS,
  args: [
    output('PortOffset', PVOID),
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('InitialPort', UINT),
    input('NumberOfPorts', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterioportrange',
  needsAttributes: true,
  onlyIn: {
    handlers: ['MiniportInitialize'],
    rule: 'resource/io-port-range-registered-outside-initialize',
  },
  summary: 'Claims and maps a range of I/O ports.',
  acquires: {
    kind: 'io-port-range',
    key: 'PortOffset',
    remember: ['InitialPort', 'NumberOfPorts'],
    adapter: 'MiniportAdapterHandle',
  },
  fails: ['NDIS_STATUS_RESOURCE_CONFLICT', 'NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: (os, MiniportAdapterHandle, InitialPort, NumberOfPorts) =>
    registerPorts(os.adapter(MiniportAdapterHandle), InitialPort, NumberOfPorts),
});

export const NdisMDeregisterIoPortRange = exported({
  name: 'NdisMDeregisterIoPortRange',
  returns: VOID,
  args: [
    input('MiniportAdapterHandle', handle('miniport-adapter')),
    input('InitialPort', UINT),
    input('NumberOfPorts', UINT),
    input('PortOffset', PVOID),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismderegisterioportrange',
  summary: 'Gives a range of I/O ports back.',
  releases: {
    kind: 'io-port-range',
    key: 'PortOffset',
    match: ['InitialPort', 'NumberOfPorts'],
    mismatch: 'resource/io-port-range-deregistered-with-other-arguments',
  },
  body: (os, _MiniportAdapterHandle, _InitialPort, _NumberOfPorts, PortOffset) =>
    os.ports.release(PortOffset),
});

export const NdisImmediateReadPortUchar = exported({
  name: 'NdisImmediateReadPortUchar',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    output('Data', UCHAR),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateReadPortUchar',
  summary: 'Reads a byte from a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port) => ({ Data: os.ports.readUnclaimed(Port, 1) }),
});

export const NdisImmediateReadPortUshort = exported({
  name: 'NdisImmediateReadPortUshort',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    output('Data', USHORT),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateReadPortUshort',
  summary: 'Reads two bytes from a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port) => ({ Data: os.ports.readUnclaimed(Port, 2) }),
});

export const NdisImmediateReadPortUlong = exported({
  name: 'NdisImmediateReadPortUlong',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    output('Data', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateReadPortUlong',
  summary: 'Reads four bytes from a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port) => ({ Data: os.ports.readUnclaimed(Port, 4) }),
});

export const NdisImmediateWritePortUchar = exported({
  name: 'NdisImmediateWritePortUchar',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    input('Data', UCHAR),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateWritePortUchar',
  summary: 'Writes a byte to a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port, Data) => os.ports.writeUnclaimed(Port, 1, Data),
});

export const NdisImmediateWritePortUshort = exported({
  name: 'NdisImmediateWritePortUshort',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    input('Data', USHORT),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateWritePortUshort',
  summary: 'Writes two bytes to a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port, Data) => os.ports.writeUnclaimed(Port, 2, Data),
});

export const NdisImmediateWritePortUlong = exported({
  name: 'NdisImmediateWritePortUlong',
  returns: VOID,
  args: [
    input('WrapperConfigurationContext', handle('wrapper-configuration-context')),
    input('Port', ULONG),
    input('Data', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'NdisImmediateWritePortUlong',
  summary: 'Writes four bytes to a port that is not registered yet.',
  body: (os, _WrapperConfigurationContext, Port, Data) => os.ports.writeUnclaimed(Port, 4, Data),
});

// Compiles to hal.dll!READ_PORT_UCHAR.
export const NdisRawReadPortUchar = exported({
  name: 'NdisRawReadPortUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), output('Data', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportuchar',
  summary: 'Reads a byte from a registered port.',
  body: (os, Port) => ({ Data: os.ports.read(Port, 1) }),
});

// Compiles to hal.dll!READ_PORT_USHORT.
export const NdisRawReadPortUshort = exported({
  name: 'NdisRawReadPortUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), output('Data', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportushort',
  summary: 'Reads two bytes from a registered port.',
  body: (os, Port) => ({ Data: os.ports.read(Port, 2) }),
});

// Compiles to hal.dll!READ_PORT_ULONG.
export const NdisRawReadPortUlong = exported({
  name: 'NdisRawReadPortUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), output('Data', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportulong',
  summary: 'Reads four bytes from a registered port.',
  body: (os, Port) => ({ Data: os.ports.read(Port, 4) }),
});

// Compiles to hal.dll!READ_PORT_BUFFER_UCHAR.
export const NdisRawReadPortBufferUchar = exported({
  name: 'NdisRawReadPortBufferUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportbufferuchar',
  summary: 'Reads a port `Length` times into bytes of memory.',
  body: (os, Port, Buffer, Length) => os.ports.readBuffer(Port, 1, Buffer, Length),
});

// Compiles to hal.dll!READ_PORT_BUFFER_USHORT.
export const NdisRawReadPortBufferUshort = exported({
  name: 'NdisRawReadPortBufferUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportbufferushort',
  summary: 'Reads a port `Length` times into two-byte words of memory.',
  body: (os, Port, Buffer, Length) => os.ports.readBuffer(Port, 2, Buffer, Length),
});

// Compiles to hal.dll!READ_PORT_BUFFER_ULONG.
export const NdisRawReadPortBufferUlong = exported({
  name: 'NdisRawReadPortBufferUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportbufferulong',
  summary: 'Reads a port `Length` times into four-byte words of memory.',
  body: (os, Port, Buffer, Length) => os.ports.readBuffer(Port, 4, Buffer, Length),
});

// Compiles to hal.dll!WRITE_PORT_UCHAR.
export const NdisRawWritePortUchar = exported({
  name: 'NdisRawWritePortUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Data', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportuchar',
  summary: 'Writes a byte to a registered port.',
  body: (os, Port, Data) => os.ports.write(Port, 1, Data),
});

// Compiles to hal.dll!WRITE_PORT_USHORT.
export const NdisRawWritePortUshort = exported({
  name: 'NdisRawWritePortUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Data', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportushort',
  summary: 'Writes two bytes to a registered port.',
  body: (os, Port, Data) => os.ports.write(Port, 2, Data),
});

// Compiles to hal.dll!WRITE_PORT_ULONG.
export const NdisRawWritePortUlong = exported({
  name: 'NdisRawWritePortUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Data', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportulong',
  summary: 'Writes four bytes to a registered port.',
  body: (os, Port, Data) => os.ports.write(Port, 4, Data),
});

// Compiles to hal.dll!WRITE_PORT_BUFFER_UCHAR.
export const NdisRawWritePortBufferUchar = exported({
  name: 'NdisRawWritePortBufferUchar',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportbufferuchar',
  summary: 'Writes `Length` bytes of memory to a port.',
  body: (os, Port, Buffer, Length) => os.ports.writeBuffer(Port, 1, Buffer, Length),
});

// Compiles to hal.dll!WRITE_PORT_BUFFER_USHORT.
export const NdisRawWritePortBufferUshort = exported({
  name: 'NdisRawWritePortBufferUshort',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportbufferushort',
  summary: 'Writes `Length` two-byte words of memory to a port.',
  body: (os, Port, Buffer, Length) => os.ports.writeBuffer(Port, 2, Buffer, Length),
});

// Compiles to hal.dll!WRITE_PORT_BUFFER_ULONG.
export const NdisRawWritePortBufferUlong = exported({
  name: 'NdisRawWritePortBufferUlong',
  form: 'macro',
  returns: VOID,
  args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportbufferulong',
  summary: 'Writes `Length` four-byte words of memory to a port.',
  body: (os, Port, Buffer, Length) => os.ports.writeBuffer(Port, 4, Buffer, Length),
});
