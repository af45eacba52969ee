/**
 * The generated part of the C headers under miniports/c/include: prototypes and handler types from
 * the rows, codes from the constants, and for each structure that ntddk.h or ndis.h declares the
 * proof that it lies as its layout says; and the module definitions, from which import libraries
 * are made.
 *
 * What rows leave open is settled here: a row says PVOID where it does not care what is pointed to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_ROWS } from '../../ndis/calls';
import * as constants from '../../ndis/constants';
import { EXPORTS } from '../../ndis/exports';
import { HANDLERS } from '../../ndis/handlers';
import type { Fields, Layout } from '../../ndis/layout';
import * as ntStatuses from '../../ndis/nt-status';
import * as oids from '../../ndis/oid';
import type { AnyRow, Arg, HandlerRow } from '../../ndis/row';
import * as statuses from '../../ndis/status';
import * as structures from '../../ndis/structures';
import type { ScalarType } from '../../ndis/types';
import { PACKAGE_ROOT } from '../package-root';
import { KERNEL_NAMES } from '../row-text';

/** Where the headers lie, from the package's root. */
export const HEADER_FOLDER = 'miniports/c/include/generated';
const BY_HAND = ['ntddk.h', 'ndis.h'];
const LINE_MAX = 100;

/** The DDK's names for the types of handlers. */
const HANDLER_TYPES: Readonly<Record<keyof typeof HANDLERS, string | undefined>> = {
  DriverEntry: undefined,
  MiniportUnload: undefined,
  DriverDispatch: undefined,
  MiniportInitialize: 'W_INITIALIZE_HANDLER',
  MiniportHalt: 'W_HALT_HANDLER',
  MiniportShutdown: 'W_MINIPORT_SHUTDOWN_HANDLER',
  MiniportReset: 'W_RESET_HANDLER',
  MiniportCheckForHang: 'W_CHECK_FOR_HANG_HANDLER',
  MiniportISR: 'W_ISR_HANDLER',
  MiniportHandleInterrupt: 'W_HANDLE_INTERRUPT_HANDLER',
  MiniportDisableInterrupt: 'W_DISABLE_INTERRUPT_HANDLER',
  MiniportEnableInterrupt: 'W_ENABLE_INTERRUPT_HANDLER',
  MiniportSynchronizeISR: 'SYNCHRONIZE_ISR',
  MiniportQueryInformation: 'W_QUERY_INFORMATION_HANDLER',
  MiniportSetInformation: 'W_SET_INFORMATION_HANDLER',
  MiniportSend: 'W_SEND_HANDLER',
  MiniportSendPackets: 'W_SEND_PACKETS_HANDLER',
  MiniportWanSend: 'WM_SEND_HANDLER',
  MiniportCancelSendPackets: 'W_CANCEL_SEND_PACKETS_HANDLER',
  MiniportReturnPacket: 'W_RETURN_PACKET_HANDLER',
  MiniportTransferData: 'W_TRANSFER_DATA_HANDLER',
  MiniportAllocateComplete: 'W_ALLOCATE_COMPLETE_HANDLER',
  MiniportPnPEventNotify: 'W_PNP_EVENT_NOTIFY_HANDLER',
  MiniportReconfigure: 'W_RECONFIGURE_HANDLER',
  MiniportTimer: 'PNDIS_TIMER_FUNCTION',
  NdisWorkItemRoutine: 'NDIS_PROC',
  ProtocolOpenAdapterComplete: 'OPEN_ADAPTER_COMPLETE_HANDLER',
  ProtocolCloseAdapterComplete: 'CLOSE_ADAPTER_COMPLETE_HANDLER',
  ProtocolSendComplete: 'SEND_COMPLETE_HANDLER',
  ProtocolTransferDataComplete: 'TRANSFER_DATA_COMPLETE_HANDLER',
  ProtocolResetComplete: 'RESET_COMPLETE_HANDLER',
  ProtocolRequestComplete: 'REQUEST_COMPLETE_HANDLER',
  ProtocolReceive: 'RECEIVE_HANDLER',
  ProtocolReceiveComplete: 'RECEIVE_COMPLETE_HANDLER',
  ProtocolStatus: 'STATUS_HANDLER',
  ProtocolStatusComplete: 'STATUS_COMPLETE_HANDLER',
  ProtocolReceivePacket: 'RECEIVE_PACKET_HANDLER',
  ProtocolBindAdapter: 'BIND_HANDLER',
  ProtocolUnbindAdapter: 'UNBIND_HANDLER',
  ProtocolPnPEvent: 'PNP_EVENT_HANDLER',
  ProtocolUnload: 'UNLOAD_PROTOCOL_HANDLER',
};

/** Types that are spelt otherwise in C. */
const RENAMED: Readonly<Record<string, string>> = {
  PADAPTER_SHUTDOWN_HANDLER: 'W_MINIPORT_SHUTDOWN_HANDLER',
  PRECEIVE_HANDLER: 'RECEIVE_HANDLER',
  PRECEIVE_PACKET_HANDLER: 'RECEIVE_PACKET_HANDLER',
  va_list: '__builtin_va_list',
};
/** Types of single arguments where the row is content with less. */
const ARGUMENT_TYPES: Readonly<Record<string, string>> = {
  'KeInitializeDpc.DeferredRoutine': 'PKDEFERRED_ROUTINE',
  'MiniportInitialize.MediumArray': 'PNDIS_MEDIUM',
  'MiniportSendPackets.PacketArray': 'PPNDIS_PACKET',
};
const ACCESS = /^(?:READ|WRITE)_(PORT|REGISTER)(?:_BUFFER)?_(UCHAR|USHORT|ULONG)$/;
/** Helpers that compilers call by themselves, and with their own convention. */
const COMPILER_HELPER = /^_a(?:ll|ull)/;

/** Members of unions, which a layout has by their bare names. */
const MEMBERS: Readonly<Record<string, string>> = {
  'NDIS_CONFIGURATION_PARAMETER.IntegerData': 'ParameterData.IntegerData',
  'IRP.SystemBuffer': 'AssociatedIrp.SystemBuffer',
  ...inside('IRP', 'Tail.Overlay', [
    'DriverContext',
    'Thread',
    'AuxiliaryBuffer',
    'ListEntry',
    'CurrentStackLocation',
    'OriginalFileObject',
  ]),
  ...inside('IO_STACK_LOCATION', 'Parameters.DeviceIoControl', [
    'OutputBufferLength',
    'InputBufferLength',
    'IoControlCode',
    'Type3InputBuffer',
  ]),
  ...inside('PCI_COMMON_CONFIG', 'u.type0', [
    'BaseAddresses',
    'CIS',
    'SubVendorID',
    'SubSystemID',
    'ROMBaseAddress',
    'CapabilitiesPtr',
    'InterruptLine',
    'InterruptPin',
    'MinimumGrant',
    'MaximumLatency',
  ]),
  'CM_PARTIAL_RESOURCE_DESCRIPTOR.u.Generic.StartLowPart': 'Start.LowPart',
  'CM_PARTIAL_RESOURCE_DESCRIPTOR.u.Generic.StartHighPart': 'Start.HighPart',
};

function inside(type: string, path: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${type}.${name}`, `${path}.${name}`]));
}

/** Every generated header by its name. */
export function generateHeaders(): ReadonlyMap<string, string> {
  const byHand = BY_HAND.map((name) => readFileSync(join(PACKAGE_ROOT, HEADER_FOLDER, '..', name)));
  const texts = Object.entries(headers(byHand.join('\n'))).map(([name, { about, lines }]) => {
    return [name, `/* ${about} Generated by \`npm run docs\`. */\n\n${lines.join('\n')}\n`] as const;
  });
  const modules = (['ndis.sys', 'ntoskrnl.exe', 'hal.dll'] as const).map((module) => {
    return [`${module.split('.')[0]}.def`, definitionFile(module)] as const;
  });
  return new Map([...texts, ...modules]);
}

interface Header {
  readonly about: string;
  readonly lines: readonly string[];
}

function headers(byHand: string): Record<string, Header> {
  const kernelRows = Object.values<AnyRow>(KERNEL_ROWS).filter(isOfKernel);
  const ndisRows = Object.values<AnyRow>(EXPORTS).filter((row) => row.module === 'ndis.sys');
  const handlers = Object.values<HandlerRow>(HANDLERS);
  return {
    'kernel-exports.h': {
      about: 'What ntoskrnl.exe and hal.dll export.',
      lines: prototypes(kernelRows.filter(isExport), byHand),
    },
    'ndis-exports.h': {
      about: 'What ndis.sys exports.',
      lines: prototypes(ndisRows.filter(isExport), byHand),
    },
    'ndis-handlers.h': {
      about: 'The types of the functions that drivers register.',
      lines: [...opaqueTypes(handlers, byHand), ...handlers.flatMap(handlerType)],
    },
    'ndis-codes.h': {
      about: 'Status codes, enumerations and flags, object identifiers.',
      lines: [
        ...definitions(statuses, byHand, (value) => `((NDIS_STATUS)${hex(value)}L)`),
        ...definitions(constants, byHand, numberText),
        ...definitions(oids, byHand, hex),
      ],
    },
    'nt-status.h': {
      about: 'Status codes of the kernel.',
      lines: definitions(ntStatuses, byHand, (value) => `((NTSTATUS)${hex(value)}L)`),
    },
    'structure-codes.h': {
      about: 'What fields of structures hold.',
      lines: definitions(structures, byHand, numberText),
    },
    'layouts.h': {
      about: "The structures lie as ndislab's layouts say.",
      lines: Object.values<unknown>(structures)
        .filter(isLayout)
        .sort(byName)
        .flatMap((layout) => proofs(layout, byHand)),
    },
  };
}

/** Compilers differ in the order of exports. */
function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  if (one.name === other.name) return 0;
  return one.name < other.name ? -1 : 1;
}

function isOfKernel({ module }: AnyRow): boolean {
  return module === 'ntoskrnl.exe' || module === 'hal.dll';
}

/** Whether the function is an import, and no compiler's business. */
function isExport({ name, form }: AnyRow): boolean {
  return form === 'export' && !COMPILER_HELPER.test(name);
}

/** Whether the headers written by hand speak of a name. */
function mentions(byHand: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(byHand);
}

/** Whether they declare the function, define the macro, or have an enumerator or bit field so named. */
function settles(byHand: string, name: string): boolean {
  const declared = `^NTKERNELAPI .*[ *]${name}\\(|^#define ${name}\\b`;
  const member = `^ {4}${name}(?: = \\w+)?,?$|^ +ULONG ${name} : 1;$`;
  return new RegExp(`${declared}|${member}`, 'm').test(byHand);
}

/* Prototypes. */

function prototypes(rows: readonly AnyRow[], byHand: string): string[] {
  const declared = rows.filter(({ name }) => !settles(byHand, name)).sort(byName);
  return [
    ...opaqueTypes(declared, byHand),
    ...declared.flatMap((row) => {
      const attribute = { stdcall: 'NTAPI ', cdecl: 'CDECL ', fastcall: 'FASTCALL ', shift: '' };
      const head = `DECLSPEC_IMPORT ${typeName(row.returns, row)} ${attribute[row.convention]}`;
      return wrapped(`${head}${row.name}(`, row.args, row);
    }),
  ];
}

function handlerType(row: HandlerRow): string[] {
  const name = HANDLER_TYPES[row.name as keyof typeof HANDLERS];
  if (name === undefined) return [];
  return wrapped(`typedef ${row.returns.name}(NTAPI *${name})(`, row.args as readonly Arg[], row);
}

type Owner = Pick<AnyRow, 'name'> & Partial<Pick<AnyRow, 'module'>>;

/** A declaration, its arguments on one line or one a line. */
function wrapped(head: string, args: readonly Arg[], owner: Owner): string[] {
  const texts = args.length === 0 ? ['VOID'] : args.map((arg) => argumentText(arg, owner));
  const line = `${head}${texts.join(', ')});`;
  return line.length <= LINE_MAX ? [line] : [head, `    ${texts.join(',\n    ')});`];
}

function argumentText({ name, type, direction }: Arg, owner: Owner): string {
  if (direction === 'rest') return '...';
  const [, kind, width] = ACCESS.exec(owner.name) ?? [];
  if (name === 'Register' && kind === 'REGISTER') return `volatile ${width} *${name}`;
  if (kind === 'PORT' && (name === 'Port' || name === 'Buffer')) return `P${width} ${name}`;
  const text = ARGUMENT_TYPES[`${owner.name}.${name}`] ?? typeName(type, owner);
  return direction === 'in' ? `${text} ${name}` : `${text} *${name}`;
}

function typeName({ name }: ScalarType<unknown>, { module }: Owner): string {
  const isKernel = module !== undefined && module !== 'ndis.sys';
  return (isKernel ? KERNEL_NAMES[name] : undefined) ?? RENAMED[name] ?? name;
}

/** Types that nobody declares: a pointer to what has no fields, or a number. */
function opaqueTypes(rows: readonly (AnyRow | HandlerRow)[], byHand: string): string[] {
  const types = rows.flatMap(({ args, returns }) => [
    returns,
    ...(args as readonly Arg[]).map((arg) => arg.type as ScalarType<unknown>),
  ]);
  const handlerTypes: readonly unknown[] = Object.values(HANDLER_TYPES);
  const missing = new Map(
    types
      .filter(({ name }) => RENAMED[name] === undefined && !handlerTypes.includes(name))
      .filter(({ name }) => !mentions(byHand, name))
      .map(({ name, bytes }) => [name, bytes]),
  );
  return [...missing].map(([name, bytes]) =>
    bytes === 4 && name.startsWith('P')
      ? `typedef struct _${name.slice(1)} *${name};`
      : `typedef ${{ 0: 'VOID', 1: 'UCHAR', 2: 'USHORT', 4: 'ULONG', 8: 'LONGLONG' }[bytes]} ${name};`,
  );
}

/* Module definitions. */

/** What is imported as data, beside the functions that are rows. */
const VARIABLES: Readonly<Partial<Record<AnyRow['module'], readonly string[]>>> = {
  'ntoskrnl.exe': ['KeTickCount'],
};

/**
 * A module's exports under the names that compilers give them: with the bytes of their arguments,
 * and without, as gcc -mrtd has it.
 */
function definitionFile(module: AnyRow['module']): string {
  const rows = [...Object.values<AnyRow>(EXPORTS), ...Object.values<AnyRow>(KERNEL_ROWS)];
  const names = rows.filter((row) => row.module === module && row.form === 'export').flatMap(decorated);
  const data = (VARIABLES[module] ?? []).map((name) => `${name} DATA`);
  const head = `; Generated by \`npm run docs\`.\nLIBRARY ${module}\nEXPORTS\n`;
  return `${head}${[...new Set([...names, ...data])].sort().join('\n')}\n`;
}

function decorated({ name, convention, args }: AnyRow): readonly string[] {
  const byteCounts = (args as readonly Arg[]).map(({ direction, type }) =>
    direction === 'in' && type.bytes === 8 ? 8 : 4,
  );
  const bytes = byteCounts.reduce<number>((sum, one) => sum + one, 0);
  if (COMPILER_HELPER.test(name)) return [name];
  if (convention === 'stdcall') return [`${name}@${bytes}`, name];
  return [convention === 'fastcall' ? `@${name}@${bytes}` : name];
}

/* Codes. */

function definitions(
  module: Readonly<Record<string, unknown>>,
  byHand: string,
  text: (value: number) => string,
): string[] {
  return Object.entries(module)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .filter(([name]) => !settles(byHand, name))
    .sort(([first, one], [second, other]) => one - other || (first < second ? -1 : 1))
    .map(([name, value]) => `#define ${name} ${text(value)}`);
}

function numberText(value: number): string {
  return value < 10 ? String(value) : hex(value);
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;
}

/* Layouts. */

function isLayout(value: unknown): value is Layout<Fields> {
  return typeof value === 'object' && value !== null && 'offsets' in value;
}

/** `A.b.C` is the member b.C of the structure A. */
function proofs({ name, bytes, offsets }: Layout<Fields>, byHand: string): string[] {
  const [type, ...path] = name.split('.');
  if (!/^\w+$/.test(type) || !mentions(byHand, type)) return [];
  const base = path.length === 0 ? '' : ` - offsetof(${type}, ${path.join('.')})`;
  const prefix = path.map((part) => `${part}.`).join('');
  const sizes = path.length === 0 ? [`_Static_assert(sizeof(${type}) == ${bytes}, "${type}");`] : [];
  const fields = Object.entries(offsets)
    .filter(([field]) => !/^(?:Reserved|Padding|Filler|Spare)/.test(field))
    .map(([field, offset]) => {
      const member = prefix + (MEMBERS[`${name}.${field}`] ?? field);
      return `_Static_assert(offsetof(${type}, ${member})${base} == ${offset}, "${name}.${field}");`;
    });
  return [...sizes, ...fields];
}
