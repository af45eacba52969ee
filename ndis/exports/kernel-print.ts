/** Formatted printing of ntoskrnl.exe: into buffers, and to the debugger, which keeps the text. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { ansiOfUnicode } from '../kernel/characters';
import { formatText } from '../kernel/format';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, rest } from '../row';
import { LONG, PVOID, ULONG, VA_LIST, pointer } from '../types';

/** "Return value" of _snprintf: the text does not fit. */
const DOES_NOT_FIT = -1;

/**
 * Writes at most `most` characters, and a zero if there is room for it: what _snprintf does, which
 * thus can leave a text without an end.
 */
function store(
  os: OperatingSystem,
  buffer: VirtualAddress,
  text: string,
  most: number,
  isWide: boolean,
): number {
  const put = (index: number, unit: number) => {
    if (isWide) os.memory.write16(virtual(buffer + 2 * index), unit);
    else os.memory.write8(virtual(buffer + index), unit === 0 ? 0 : ansiOfUnicode(unit));
  };
  const length = Math.min(text.length, most);
  for (let index = 0; index < length; index++) put(index, text.charCodeAt(index));
  if (length < most) put(length, 0);
  return text.length > most ? DOES_NOT_FIT : text.length;
}

const PAGE = 'Microsoft C run-time library';
const crt = {
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  irql: Irql.ANY,
  page: PAGE,
  returns: LONG,
} as const;
const buffer = input('Buffer', PVOID);
const count = input('Count', ULONG);
const format = input('Format', pointer('CHAR'));

function printRow<const N extends string>(name: N, isWide: boolean) {
  return exported({
    ...crt,
    name,
    args: [buffer, format, rest('Arguments', VA_LIST)],
    summary: 'Writes formatted text into a buffer; gives how many characters.',
    body: (os, Buffer, Format, ...[args]) =>
      store(os, Buffer, formatText(os, Format, args, isWide), Infinity, isWide),
  });
}

function printCountRow<const N extends string>(name: N, isWide: boolean) {
  return exported({
    ...crt,
    name,
    args: [buffer, count, format, rest('Arguments', VA_LIST)],
    summary: 'Writes formatted text into a buffer of Count characters; -1 if it does not fit.',
    body: (os, Buffer, Count, Format, ...[args]) =>
      store(os, Buffer, formatText(os, Format, args, isWide), Count, isWide),
  });
}

function printListRow<const N extends string>(name: N, isWide: boolean) {
  return exported({
    ...crt,
    name,
    args: [buffer, count, format, input('Arguments', VA_LIST)],
    summary: 'Writes formatted text into a buffer of Count characters; -1 if it does not fit.',
    body: (os, Buffer, Count, Format, args) =>
      store(os, Buffer, formatText(os, Format, args, isWide), Count, isWide),
  });
}

export const sprintf = printRow('sprintf', false);
export const swprintf = printRow('swprintf', true);
export const _snprintf = printCountRow('_snprintf', false);
export const _snwprintf = printCountRow('_snwprintf', true);
export const _vsnprintf = printListRow('_vsnprintf', false);
export const _vsnwprintf = printListRow('_vsnwprintf', true);

// Unicode formats it knows up to DIRQL only, "Remarks"; without them at any IRQL.
export const DbgPrint = exported({
  name: 'DbgPrint',
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  returns: LONG,
  args: [format, rest('Arguments', VA_LIST)],
  irql: Irql.ANY,
  page: 'nf-wdm-dbgprint',
  summary: 'Prints formatted text for the debugger.',
  body(os, Format, ...[args]) {
    os.debugOutput.push(formatText(os, Format, args, false));
    return 0;
  },
});

const component = input('ComponentId', ULONG);
const level = input('Level', ULONG);

// Which components and levels a debugger lets through is its own affair: all is kept here.
export const DbgPrintEx = exported({
  name: 'DbgPrintEx',
  module: 'ntoskrnl.exe',
  convention: 'cdecl',
  returns: LONG,
  args: [component, level, format, rest('Arguments', VA_LIST)],
  irql: Irql.UP_TO_DEVICE,
  page: 'nf-wdm-dbgprintex',
  summary: 'Prints formatted text of a component for the debugger.',
  body(os, _ComponentId, _Level, Format, ...[args]) {
    os.debugOutput.push(formatText(os, Format, args, false));
    return 0;
  },
});

export const vDbgPrintEx = exported({
  name: 'vDbgPrintEx',
  module: 'ntoskrnl.exe',
  returns: LONG,
  args: [component, level, format, input('arglist', VA_LIST)],
  irql: Irql.UP_TO_DEVICE,
  page: 'nf-wdm-vdbgprintex',
  summary: 'Prints formatted text of a component for the debugger, from a list of arguments.',
  body(os, _ComponentId, _Level, Format, args) {
    os.debugOutput.push(formatText(os, Format, args, false));
    return 0;
  },
});
