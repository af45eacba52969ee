/**
 * Functions of ntoskrnl.exe and hal.dll that machine code imports: what the macros of ndis.h
 * compile to, and the C library's. TypeScript drivers have the macros themselves.
 */
import { copyMemory, fillMemory } from '../kernel/copy';
import { exported, input, Irql } from '../row';
import { PVOID, UCHAR, ULONG, USHORT, VOID } from '../types';
import { NdisStallExecution } from './timer';

/** The C library's prototypes: size_t is ULONG. The caller pops the arguments. */
const memcpy = exported({
  name: 'memcpy',
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  returns: PVOID,
  args: [input('Destination', PVOID), input('Source', PVOID), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndismovememory',
  summary: 'Copies memory; gives the destination.',
  body(os, Destination, Source, Length) {
    copyMemory(os, Destination, Source, Length);
    return Destination;
  },
});

const memset = exported({
  name: 'memset',
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  returns: PVOID,
  args: [input('Destination', PVOID), input('Fill', UCHAR), input('Length', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisfillmemory',
  summary: 'Fills memory with a byte; gives the destination.',
  body(os, Destination, Fill, Length) {
    fillMemory(os, Destination, Length, Fill);
    return Destination;
  },
});

const KeStallExecutionProcessor = exported({
  name: 'KeStallExecutionProcessor',
  module: 'hal.dll',
  returns: VOID,
  args: [input('MicroSeconds', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisstallexecution',
  summary: 'Keeps the processor busy for a while.',
  body: (os, MicroSeconds) => NdisStallExecution.body(os, MicroSeconds),
});

const WRITE_REGISTER_UCHAR = exported({
  name: 'WRITE_REGISTER_UCHAR',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Register', PVOID), input('Value', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisteruchar',
  summary: 'Writes an 8-bit register of a device.',
  body: (os, Register, Value) => os.memory.write8(Register, Value),
});

const WRITE_REGISTER_USHORT = exported({
  name: 'WRITE_REGISTER_USHORT',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Register', PVOID), input('Value', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisterushort',
  summary: 'Writes a 16-bit register of a device.',
  body: (os, Register, Value) => os.memory.write16(Register, Value),
});

const WRITE_REGISTER_ULONG = exported({
  name: 'WRITE_REGISTER_ULONG',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('Register', PVOID), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndiswriteregisterulong',
  summary: 'Writes a 32-bit register of a device.',
  body: (os, Register, Value) => os.memory.write32(Register, Value),
});

const READ_PORT_UCHAR = exported({
  name: 'READ_PORT_UCHAR',
  module: 'hal.dll',
  returns: UCHAR,
  args: [input('Port', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportuchar',
  summary: 'Reads an 8-bit port.',
  body: (os, Port) => os.ports.read(Port, 1),
});

const READ_PORT_USHORT = exported({
  name: 'READ_PORT_USHORT',
  module: 'hal.dll',
  returns: USHORT,
  args: [input('Port', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportushort',
  summary: 'Reads a 16-bit port.',
  body: (os, Port) => os.ports.read(Port, 2),
});

const READ_PORT_ULONG = exported({
  name: 'READ_PORT_ULONG',
  module: 'hal.dll',
  returns: ULONG,
  args: [input('Port', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawreadportulong',
  summary: 'Reads a 32-bit port.',
  body: (os, Port) => os.ports.read(Port, 4),
});

const WRITE_PORT_UCHAR = exported({
  name: 'WRITE_PORT_UCHAR',
  module: 'hal.dll',
  returns: VOID,
  args: [input('Port', ULONG), input('Value', UCHAR)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportuchar',
  summary: 'Writes an 8-bit port.',
  body: (os, Port, Value) => os.ports.write(Port, 1, Value),
});

const WRITE_PORT_USHORT = exported({
  name: 'WRITE_PORT_USHORT',
  module: 'hal.dll',
  returns: VOID,
  args: [input('Port', ULONG), input('Value', USHORT)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportushort',
  summary: 'Writes a 16-bit port.',
  body: (os, Port, Value) => os.ports.write(Port, 2, Value),
});

const WRITE_PORT_ULONG = exported({
  name: 'WRITE_PORT_ULONG',
  module: 'hal.dll',
  returns: VOID,
  args: [input('Port', ULONG), input('Value', ULONG)],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisrawwriteportulong',
  summary: 'Writes a 32-bit port.',
  body: (os, Port, Value) => os.ports.write(Port, 4, Value),
});

/** By name. */
export const KERNEL_EXPORTS = {
  memcpy,
  memset,
  KeStallExecutionProcessor,
  WRITE_REGISTER_UCHAR,
  WRITE_REGISTER_USHORT,
  WRITE_REGISTER_ULONG,
  READ_PORT_UCHAR,
  READ_PORT_USHORT,
  READ_PORT_ULONG,
  WRITE_PORT_UCHAR,
  WRITE_PORT_USHORT,
  WRITE_PORT_ULONG,
} as const;
