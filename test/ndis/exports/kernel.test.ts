/** The functions of ntoskrnl.exe and hal.dll, as the import libraries of the DDK have them. */
import { KERNEL_EXPORTS } from '../../../ndis/exports/kernel';
import type { AnyRow } from '../../../ndis/row';

const ROWS: Readonly<Record<string, AnyRow>> = KERNEL_EXPORTS;

/** Name, module, calling convention, bytes of arguments. */
const IMPORTS: readonly (readonly [string, string, string, number])[] = [
  ['memcpy', 'ntoskrnl.exe', 'cdecl', 12],
  ['memset', 'ntoskrnl.exe', 'cdecl', 12],
  ['KeStallExecutionProcessor', 'hal.dll', 'stdcall', 4],
  ['WRITE_REGISTER_UCHAR', 'ntoskrnl.exe', 'stdcall', 8],
  ['WRITE_REGISTER_USHORT', 'ntoskrnl.exe', 'stdcall', 8],
  ['WRITE_REGISTER_ULONG', 'ntoskrnl.exe', 'stdcall', 8],
  ['READ_PORT_UCHAR', 'hal.dll', 'stdcall', 4],
  ['READ_PORT_USHORT', 'hal.dll', 'stdcall', 4],
  ['READ_PORT_ULONG', 'hal.dll', 'stdcall', 4],
  ['WRITE_PORT_UCHAR', 'hal.dll', 'stdcall', 8],
  ['WRITE_PORT_USHORT', 'hal.dll', 'stdcall', 8],
  ['WRITE_PORT_ULONG', 'hal.dll', 'stdcall', 8],
];

test.each(IMPORTS)('%s is of %s, %s, with %i bytes of arguments', (...want) => {
  const [name] = want;
  const { module, convention, args, form } = ROWS[name];
  expect([ROWS[name].name, module, convention, 4 * args.length]).toEqual(want);
  expect(form).toBe('export');
});

test('there are no others', () => {
  expect(Object.keys(ROWS)).toEqual(IMPORTS.map(([name]) => name));
});
