/** Device registers and ports, as ntoskrnl.exe and hal.dll export them: what ndis.h compiles to. */
import type { Width } from '../../hardware/ports';
import { exported, input, Irql } from '../row';
import {
  PVOID,
  UCHAR,
  ULONG,
  USHORT,
  VOID,
  scalarReader,
  scalarWriter,
  type ScalarType,
} from '../types';

// What follows comes in three widths, which differ by the type of the value alone.

function writeRegister<const N extends string>(name: N, type: ScalarType<number>, page: string) {
  const write = scalarWriter(type);
  return exported({
    name,
    module: 'ntoskrnl.exe',
    returns: VOID,
    args: [input('Register', PVOID), input('Value', type)],
    irql: Irql.ANY,
    page,
    summary: `Writes a register of a device that has ${8 * type.bytes} bits.`,
    body: (os, Register, Value) => write(os.memory, Register, Value),
  });
}

/** READ_REGISTER_* are functions on x86 too, though ndis.h does not use them. */
function readRegister<const N extends string>(name: N, type: ScalarType<number>, page: string) {
  const read = scalarReader(type);
  return exported({
    name,
    module: 'ntoskrnl.exe',
    returns: type,
    args: [input('Register', PVOID)],
    irql: Irql.ANY,
    page,
    summary: `Reads a register of a device that has ${8 * type.bytes} bits.`,
    body: (os, Register) => read(os.memory, Register),
  });
}

function readPort<const N extends string>(
  name: N,
  type: ScalarType<number>,
  width: Width,
  page: string,
) {
  return exported({
    name,
    module: 'hal.dll',
    returns: type,
    args: [input('Port', ULONG)],
    irql: Irql.ANY,
    page,
    summary: `Reads ${8 * width} bits from a port.`,
    body: (os, Port) => os.ports.read(Port, width),
  });
}

function writePort<const N extends string>(
  name: N,
  type: ScalarType<number>,
  width: Width,
  page: string,
) {
  return exported({
    name,
    module: 'hal.dll',
    returns: VOID,
    args: [input('Port', ULONG), input('Value', type)],
    irql: Irql.ANY,
    page,
    summary: `Writes ${8 * width} bits to a port.`,
    body: (os, Port, Value) => os.ports.write(Port, width, Value),
  });
}

function readPortBuffer<const N extends string>(name: N, width: Width, page: string) {
  return exported({
    name,
    module: 'hal.dll',
    returns: VOID,
    args: [input('Port', ULONG), input('Buffer', PVOID), input('Count', ULONG)],
    irql: Irql.ANY,
    page,
    summary: `Reads a port of ${8 * width} bits \`Count\` times into memory.`,
    body: (os, Port, Buffer, Count) => os.ports.readBuffer(Port, width, Buffer, Count),
  });
}

function writePortBuffer<const N extends string>(name: N, width: Width, page: string) {
  return exported({
    name,
    module: 'hal.dll',
    returns: VOID,
    args: [input('Port', ULONG), input('Buffer', PVOID), input('Count', ULONG)],
    irql: Irql.ANY,
    page,
    summary: `Writes a port of ${8 * width} bits \`Count\` times from memory.`,
    body: (os, Port, Buffer, Count) => os.ports.writeBuffer(Port, width, Buffer, Count),
  });
}

export const READ_REGISTER_UCHAR = readRegister(
  'READ_REGISTER_UCHAR',
  UCHAR,
  'nf-wdm-read_register_uchar',
);
export const READ_REGISTER_USHORT = readRegister(
  'READ_REGISTER_USHORT',
  USHORT,
  'nf-wdm-read_register_ushort',
);
export const READ_REGISTER_ULONG = readRegister(
  'READ_REGISTER_ULONG',
  ULONG,
  'nf-wdm-read_register_ulong',
);
export const WRITE_REGISTER_UCHAR = writeRegister(
  'WRITE_REGISTER_UCHAR',
  UCHAR,
  'nf-ndis-ndiswriteregisteruchar',
);
export const WRITE_REGISTER_USHORT = writeRegister(
  'WRITE_REGISTER_USHORT',
  USHORT,
  'nf-ndis-ndiswriteregisterushort',
);
export const WRITE_REGISTER_ULONG = writeRegister(
  'WRITE_REGISTER_ULONG',
  ULONG,
  'nf-ndis-ndiswriteregisterulong',
);
export const READ_PORT_UCHAR = readPort(
  'READ_PORT_UCHAR',
  UCHAR,
  1,
  'nf-ndis-ndisrawreadportuchar',
);
export const READ_PORT_USHORT = readPort(
  'READ_PORT_USHORT',
  USHORT,
  2,
  'nf-ndis-ndisrawreadportushort',
);
export const READ_PORT_ULONG = readPort(
  'READ_PORT_ULONG',
  ULONG,
  4,
  'nf-ndis-ndisrawreadportulong',
);
export const WRITE_PORT_UCHAR = writePort(
  'WRITE_PORT_UCHAR',
  UCHAR,
  1,
  'nf-ndis-ndisrawwriteportuchar',
);
export const WRITE_PORT_USHORT = writePort(
  'WRITE_PORT_USHORT',
  USHORT,
  2,
  'nf-ndis-ndisrawwriteportushort',
);
export const WRITE_PORT_ULONG = writePort(
  'WRITE_PORT_ULONG',
  ULONG,
  4,
  'nf-ndis-ndisrawwriteportulong',
);
export const READ_PORT_BUFFER_UCHAR = readPortBuffer(
  'READ_PORT_BUFFER_UCHAR',
  1,
  'nf-ndis-ndisrawreadportbufferuchar',
);
export const READ_PORT_BUFFER_USHORT = readPortBuffer(
  'READ_PORT_BUFFER_USHORT',
  2,
  'nf-ndis-ndisrawreadportbufferushort',
);
export const READ_PORT_BUFFER_ULONG = readPortBuffer(
  'READ_PORT_BUFFER_ULONG',
  4,
  'nf-ndis-ndisrawreadportbufferulong',
);
export const WRITE_PORT_BUFFER_UCHAR = writePortBuffer(
  'WRITE_PORT_BUFFER_UCHAR',
  1,
  'nf-ndis-ndisrawwriteportbufferuchar',
);
export const WRITE_PORT_BUFFER_USHORT = writePortBuffer(
  'WRITE_PORT_BUFFER_USHORT',
  2,
  'nf-ndis-ndisrawwriteportbufferushort',
);
export const WRITE_PORT_BUFFER_ULONG = writePortBuffer(
  'WRITE_PORT_BUFFER_ULONG',
  4,
  'nf-ndis-ndisrawwriteportbufferulong',
);
