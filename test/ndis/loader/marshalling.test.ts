/** Arguments and results of imports, by the calling conventions of Microsoft's x86 compilers. */
import { virtual } from '../../../hardware/address';
import { ECX, EDX, EAX, ESP } from '../../../hardware/cpu';
import { importedFunction } from '../../../ndis/loader/marshalling';
import { OperatingSystem } from '../../../ndis/operating-system';
import {
  Irql,
  exported,
  inout,
  input,
  optionalOutput,
  output,
  rest,
  type AnyRow,
} from '../../../ndis/row';
import {
  BOOLEAN,
  LARGE_INTEGER,
  LONG,
  LONGLONG,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  UCHAR,
  ULONG,
  USHORT,
  VA_LIST,
  VOID,
} from '../../../ndis/types';
import { plainMachine } from '../../support/machine';

const STACK = 0x8002_2f00;
const RETURN_ADDRESS = 0x8080_0123;
/** On the stack as well, above the arguments. */
const OUT = 0x8002_2fc0;

interface Case {
  readonly name: string;
  readonly row: Pick<AnyRow, 'args' | 'returns'> & Partial<Pick<AnyRow, 'convention'>>;
  /** 4-byte slots from ESP + 4 on. */
  readonly slots: readonly number[];
  readonly registers?: { readonly ecx: number; readonly edx: number };
  /** What lies at OUT before. */
  readonly before?: readonly number[];
  readonly inputs: readonly unknown[];
  readonly result: unknown;
  /** EAX, what the callee took off the stack, and what lies at OUT then. */
  readonly eax: number;
  readonly poppedBytes: number;
  readonly after?: readonly number[];
  readonly edx?: number;
}

const CASES: readonly Case[] = [
  {
    name: 'stdcall: short values are the low part of their slots',
    row: {
      args: [input('A', UCHAR), input('B', USHORT), input('C', ULONG), input('D', LONG)],
      returns: VOID,
    },
    slots: [0xdead_be12, 0xdead_3456, 0xffff_fff0, 0xffff_fffe],
    inputs: [0x12, 0x3456, 0xffff_fff0, -2],
    result: undefined,
    eax: 0,
    poppedBytes: 16,
  },
  {
    name: 'a BOOLEAN is a byte, whatever is above it',
    row: { args: [input('A', BOOLEAN), input('B', BOOLEAN)], returns: BOOLEAN },
    slots: [0xffff_ff00, 0x0000_0080],
    inputs: [false, true],
    result: true,
    eax: 1,
    poppedBytes: 8,
  },
  {
    name: 'a physical address takes two slots, the low one first',
    row: {
      args: [output('V', ULONG), input('P', NDIS_PHYSICAL_ADDRESS), input('L', ULONG)],
      returns: NDIS_STATUS,
    },
    slots: [OUT, 0xe000_0000, 0x0000_0001, 0x77],
    inputs: [0x1_e000_0000, 0x77],
    result: { Result: 0xc000_009a, V: 0x8000_1234 },
    eax: 0xc000_009a,
    poppedBytes: 16,
    after: [0x8000_1234],
  },
  {
    name: 'cdecl: the caller pops, and the values behind the last argument are as many as it says',
    row: {
      convention: 'cdecl',
      args: [input('Code', ULONG), input('Count', ULONG), rest('Values', ULONG)],
      returns: VOID,
    },
    slots: [0xc000_138b, 2, 0x11, 0x22, 0x33],
    inputs: [0xc000_138b, 2, 0x11, 0x22],
    result: undefined,
    eax: 0,
    poppedBytes: 0,
  },
  {
    name: 'a LARGE_INTEGER has a sign: a time from now is negative',
    row: { args: [input('T', LARGE_INTEGER), input('P', ULONG)], returns: LARGE_INTEGER },
    slots: [0xffff_fff6, 0xffff_ffff, 9],
    inputs: [-10, 9],
    result: -2,
    eax: 0xffff_fffe,
    edx: -1,
    poppedBytes: 12,
  },
  {
    name: 'a LONGLONG is exact',
    row: { args: [input('A', LONGLONG)], returns: LONGLONG },
    slots: [0xffff_ffff, 0x7fff_ffff],
    inputs: [0x7fff_ffff_ffff_ffffn],
    result: -0x7fff_ffff_ffff_ffffn,
    eax: 1,
    edx: -0x8000_0000,
    poppedBytes: 8,
  },
  {
    name: 'variadic: what follows is where it lies',
    row: {
      convention: 'cdecl',
      args: [input('Format', ULONG), rest('Arguments', VA_LIST)],
      returns: VOID,
    },
    slots: [5, 6, 7],
    inputs: [5, STACK + 8],
    result: undefined,
    eax: 0,
    poppedBytes: 0,
  },
  {
    name: 'fastcall: the first two come in ECX and EDX',
    row: {
      convention: 'fastcall',
      args: [input('A', ULONG), input('B', UCHAR), input('C', ULONG)],
      returns: UCHAR,
    },
    registers: { ecx: 0x8000_0001, edx: 0x1234_5602 },
    slots: [3],
    inputs: [0x8000_0001, 2, 3],
    result: 0xfe,
    eax: 0xfe,
    poppedBytes: 4,
  },
  {
    name: 'inout is read through its pointer and written back',
    row: { args: [inout('Size', ULONG)], returns: VOID },
    slots: [OUT],
    before: [7],
    inputs: [7],
    result: { Size: 9 },
    eax: 0,
    poppedBytes: 4,
    after: [9],
  },
  {
    name: 'a NULL that is allowed is not written through',
    row: { args: [optionalOutput('A', ULONG), output('B', USHORT)], returns: VOID },
    slots: [0, OUT],
    before: [0xaaaa_aaaa],
    inputs: [],
    result: { A: 1, B: 2 },
    eax: 0,
    poppedBytes: 8,
    after: [0xaaaa_0002],
  },
  {
    name: '64 bits are returned in EDX and EAX, and written in two dwords',
    row: { args: [output('T', LARGE_INTEGER)], returns: LARGE_INTEGER },
    slots: [OUT],
    inputs: [],
    result: { Result: 0x5_0000_0003, T: 0x6_0000_0004 },
    eax: 3,
    edx: 5,
    poppedBytes: 4,
    after: [4, 6],
  },
];

test.each(CASES)('$name', (given) => {
  const os = new OperatingSystem(plainMachine());
  const { cpu } = os.processor;
  os.stack.open();
  const put = (at: number, values: readonly number[]) =>
    values.forEach((value, index) => os.raw.write32(virtual(at + 4 * index), value));
  put(STACK, [RETURN_ADDRESS, ...given.slots]);
  put(OUT, given.before ?? [0, 0]);
  cpu.registers[ESP] = STACK;
  cpu.registers[ECX] = given.registers?.ecx ?? 0;
  cpu.registers[EDX] = given.registers?.edx ?? 0;
  const row = exported({
    ...{ name: 'Test', irql: Irql.ANY, page: '', summary: '', body: () => undefined },
    ...given.row,
  }) as AnyRow;
  let inputs: readonly unknown[] = [];
  const run = importedFunction(os, row, (_os, values) => {
    inputs = values;
    return given.result;
  });
  run(cpu);
  expect(inputs).toEqual(given.inputs);
  expect(cpu.registers[EAX] >>> 0).toBe(given.eax);
  if (given.edx !== undefined) expect(cpu.registers[EDX]).toBe(given.edx);
  expect((cpu.registers[ESP] >>> 0) - STACK).toBe(4 + given.poppedBytes);
  expect(cpu.eip).toBe(RETURN_ADDRESS);
  const after = (given.after ?? []).map((_, index) => os.raw.read32(virtual(OUT + 4 * index)));
  expect(after).toEqual(given.after ?? []);
  expect(os.findings).toEqual([]);
});

test('an out pointer that must not be NULL is a finding when it is', () => {
  const os = new OperatingSystem(plainMachine());
  const { cpu } = os.processor;
  os.stack.open();
  os.raw.write32(virtual(STACK + 4), 0);
  cpu.registers[ESP] = STACK;
  const row = exported({
    ...{ name: 'Test', irql: Irql.ANY, page: '', summary: '', returns: VOID },
    args: [output('A', ULONG)],
    body: () => ({ A: 1 }),
  }) as AnyRow;
  const run = importedFunction(os, row, () => ({ A: 1 }));
  expect(() => run(cpu)).toThrow(/bug check/);
  expect(os.findings.map(({ rule }) => rule)).toEqual(['memory/null-page']);
});
