/** I/O ports: registering a range, and the macros that read and write it. */
import type { Width } from '../../hardware/ports';
import { reportLegacyCall } from '../wrapper/legacy-call';
import { noteWayGone, registerPorts } from '../wrapper/resources';
import { exported, input, Irql, output } from '../row';
import {
  NDIS_STATUS,
  PVOID,
  UCHAR,
  UINT,
  ULONG,
  USHORT,
  VOID,
  handle,
  type ScalarType,
} from '../types';

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
  breaks: ['resource/range-not-assigned'],
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
  body(os, MiniportAdapterHandle, _InitialPort, _NumberOfPorts, PortOffset) {
    noteWayGone(os, MiniportAdapterHandle);
    os.ports.release(PortOffset);
  },
});

// What follows comes in three widths, which differ by the type of the data alone.

const NOUNS: Readonly<Record<Width, string>> = { 1: 'a byte', 2: 'two bytes', 4: 'four bytes' };
const ELEMENTS: Readonly<Record<Width, string>> = {
  1: 'bytes',
  2: 'two-byte words',
  4: 'four-byte words',
};

const context = input('WrapperConfigurationContext', handle('wrapper-configuration-context'));

/** In place of ports that are not registered. */
const REGISTERED = 'NdisMRegisterIoPortRange';

function immediateRead<const N extends string>(
  name: N,
  type: ScalarType<number>,
  width: Width,
  page: string,
) {
  return exported({
    name,
    returns: VOID,
    args: [context, input('Port', ULONG), output('Data', type)],
    irql: Irql.PASSIVE,
    page,
    summary: `Reads ${NOUNS[width]} from a port that is not registered yet.`,
    breaks: ['resource/legacy-call'],
    body(os, _context, Port) {
      reportLegacyCall(os, REGISTERED);
      return { Data: os.ports.readUnclaimed(Port, width) };
    },
  });
}

function immediateWrite<const N extends string>(
  name: N,
  type: ScalarType<number>,
  width: Width,
  page: string,
) {
  return exported({
    name,
    returns: VOID,
    args: [context, input('Port', ULONG), input('Data', type)],
    irql: Irql.PASSIVE,
    page,
    summary: `Writes ${NOUNS[width]} to a port that is not registered yet.`,
    breaks: ['resource/legacy-call'],
    body(os, _context, Port, Data) {
      reportLegacyCall(os, REGISTERED);
      os.ports.writeUnclaimed(Port, width, Data);
    },
  });
}

/** Compiles to hal.dll!READ_PORT_UCHAR and its like. */
function rawRead<const N extends string>(name: N, type: ScalarType<number>, width: Width) {
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Port', PVOID), output('Data', type)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Reads ${NOUNS[width]} from a registered port.`,
    body: (os, Port) => ({ Data: os.ports.read(Port, width) }),
  });
}

/** Compiles to hal.dll!WRITE_PORT_UCHAR and its like. */
function rawWrite<const N extends string>(name: N, type: ScalarType<number>, width: Width) {
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Port', PVOID), input('Data', type)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Writes ${NOUNS[width]} to a registered port.`,
    body: (os, Port, Data) => os.ports.write(Port, width, Data),
  });
}

/** Compiles to hal.dll!READ_PORT_BUFFER_UCHAR and its like. */
function rawReadBuffer<const N extends string>(name: N, width: Width) {
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Reads a port \`Length\` times into ${ELEMENTS[width]} of memory.`,
    body: (os, Port, Buffer, Length) => os.ports.readBuffer(Port, width, Buffer, Length),
  });
}

/** Compiles to hal.dll!WRITE_PORT_BUFFER_UCHAR and its like. */
function rawWriteBuffer<const N extends string>(name: N, width: Width) {
  return exported({
    name,
    form: 'macro',
    returns: VOID,
    args: [input('Port', PVOID), input('Buffer', PVOID), input('Length', ULONG)],
    irql: Irql.ANY,
    page: `nf-ndis-${name.toLowerCase()}`,
    summary: `Writes \`Length\` ${ELEMENTS[width]} of memory to a port.`,
    body: (os, Port, Buffer, Length) => os.ports.writeBuffer(Port, width, Buffer, Length),
  });
}

export const NdisImmediateReadPortUchar = immediateRead(
  'NdisImmediateReadPortUchar',
  UCHAR,
  1,
  'ff552171',
);
export const NdisImmediateReadPortUshort = immediateRead(
  'NdisImmediateReadPortUshort',
  USHORT,
  2,
  'ff552177',
);
export const NdisImmediateReadPortUlong = immediateRead(
  'NdisImmediateReadPortUlong',
  ULONG,
  4,
  'ff552174',
);
export const NdisImmediateWritePortUchar = immediateWrite(
  'NdisImmediateWritePortUchar',
  UCHAR,
  1,
  'NdisImmediateWritePortUchar',
);
export const NdisImmediateWritePortUshort = immediateWrite(
  'NdisImmediateWritePortUshort',
  USHORT,
  2,
  'NdisImmediateWritePortUshort',
);
export const NdisImmediateWritePortUlong = immediateWrite(
  'NdisImmediateWritePortUlong',
  ULONG,
  4,
  'NdisImmediateWritePortUlong',
);

export const NdisRawReadPortUchar = rawRead('NdisRawReadPortUchar', UCHAR, 1);
export const NdisRawReadPortUshort = rawRead('NdisRawReadPortUshort', USHORT, 2);
export const NdisRawReadPortUlong = rawRead('NdisRawReadPortUlong', ULONG, 4);
export const NdisRawWritePortUchar = rawWrite('NdisRawWritePortUchar', UCHAR, 1);
export const NdisRawWritePortUshort = rawWrite('NdisRawWritePortUshort', USHORT, 2);
export const NdisRawWritePortUlong = rawWrite('NdisRawWritePortUlong', ULONG, 4);

export const NdisRawReadPortBufferUchar = rawReadBuffer('NdisRawReadPortBufferUchar', 1);
export const NdisRawReadPortBufferUshort = rawReadBuffer('NdisRawReadPortBufferUshort', 2);
export const NdisRawReadPortBufferUlong = rawReadBuffer('NdisRawReadPortBufferUlong', 4);
export const NdisRawWritePortBufferUchar = rawWriteBuffer('NdisRawWritePortBufferUchar', 1);
export const NdisRawWritePortBufferUshort = rawWriteBuffer('NdisRawWritePortBufferUshort', 2);
export const NdisRawWritePortBufferUlong = rawWriteBuffer('NdisRawWritePortBufferUlong', 4);
