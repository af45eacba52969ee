/** What is to be said of a row beside its own words, on the terminal as in the reference. */
import {
  APC_LEVEL,
  DEVICE_LEVEL,
  DISPATCH_LEVEL,
  HIGH_LEVEL,
  PASSIVE_LEVEL,
  type AnyRow,
  type Arg,
  type IrqlRange,
} from '../ndis/row';
import type { ScalarType } from '../ndis/types';

const MICROSOFT = 'https://learn.microsoft.com/en-us';

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  [PASSIVE_LEVEL]: 'PASSIVE_LEVEL',
  [APC_LEVEL]: 'APC_LEVEL',
  [DISPATCH_LEVEL]: 'DISPATCH_LEVEL',
  [DEVICE_LEVEL]: 'DIRQL',
  [HIGH_LEVEL]: 'HIGH_LEVEL',
};

/** What wdm.h calls what rows call by the names of ndis.h. */
export const KERNEL_NAMES: Readonly<Record<string, string>> = {
  NDIS_STATUS: 'NTSTATUS',
  NDIS_HANDLE: 'HANDLE',
  NDIS_PHYSICAL_ADDRESS: 'PHYSICAL_ADDRESS',
};
/** Pointers for which the headers have a name without a P, or none. */
const POINTER_NAMES: Readonly<Record<string, string>> = {
  PADAPTER_SHUTDOWN_HANDLER: 'ADAPTER_SHUTDOWN_HANDLER',
  PNDIS_BLOCK_INITIALIZER: 'NDIS_BLOCK_INITIALIZER',
  PRECEIVE_HANDLER: 'RECEIVE_HANDLER',
  PRECEIVE_PACKET_HANDLER: 'RECEIVE_PACKET_HANDLER',
  PTDI_PNP_HANDLER: 'TDI_PNP_HANDLER',
  PTDI_REGISTER_CALLBACK: 'TDI_REGISTER_CALLBACK',
  PPDRIVER_DISPATCH: 'PDRIVER_DISPATCH *',
  PPVOID: 'PVOID *',
};

/** What a type is called in the header that declares the row's function. */
function typeName({ name }: ScalarType<unknown>, module: AnyRow['module']): string {
  return (module === 'ndis.sys' ? undefined : KERNEL_NAMES[name]) ?? POINTER_NAMES[name] ?? name;
}

/** The C prototype, as the DDK writes one. */
export function prototypeText({ name, module, returns, args }: AnyRow): string {
  const head = `${typeName(returns, module)} ${name}`;
  if (args.length === 0) return `${head}(VOID);`;
  const lines = args.map((arg) => `    ${argText(arg, typeName(arg.type, module))}`);
  return `${head}(\n${lines.join(',\n')}\n    );`;
}

function argText({ name, direction, optional }: Arg, type: string): string {
  if (direction === 'rest') return '...';
  const word = { in: 'IN', out: 'OUT', inout: 'IN OUT' }[direction];
  const isPointer = type.startsWith('P') && type !== KERNEL_NAMES.NDIS_PHYSICAL_ADDRESS;
  const pointed = isPointer ? `${type} *` : `P${type} `;
  const plain = type.endsWith('*') ? type : `${type} `;
  const typed = direction === 'in' ? plain : pointed;
  return `${word} ${typed}${name}${optional === true ? ' OPTIONAL' : ''}`;
}

/** How a TypeScript driver writes the call. */
export function callText({ name, returns, args }: AnyRow): string {
  const inputs = args
    .filter((arg) => arg.direction !== 'out')
    .map((arg) => (arg.direction === 'rest' ? `...${arg.name}` : arg.name));
  const outs = args
    .filter(({ direction }) => direction === 'out' || direction === 'inout')
    .map((arg) => arg.name);
  const call = `ndis.${name}(${inputs.join(', ')})`;
  if (outs.length === 0) return call;
  const names = returns.bytes === 0 ? outs : ['Result', ...outs];
  return `const { ${names.join(', ')} } = ${call}`;
}

export function irqlText({ min, max }: IrqlRange): string {
  const name = (level: number) => LEVEL_NAMES[level] ?? String(level);
  if (min === max) return name(min);
  if (max === HIGH_LEVEL) return min === PASSIVE_LEVEL ? 'any' : `at or above ${name(min)}`;
  return min === PASSIVE_LEVEL ? `at or below ${name(max)}` : `${name(min)} to ${name(max)}`;
}

/** Where Microsoft describes it; undefined if only its header or the DDK's help file does. */
export function pageUrl(name: string): string | undefined {
  if (/^ff\d+$/.test(name))
    return `${MICROSOFT}/previous-versions/windows/hardware/network/${name}(v=vs.85)`;
  const header = /^nf-([a-z]+)-/.exec(name)?.[1];
  return header === undefined
    ? undefined
    : `${MICROSOFT}/windows-hardware/drivers/ddi/${header}/${name}`;
}

/** The name of the page, where it has no address of its own. */
export function pageText(name: string): string {
  if (pageUrl(name) !== undefined || name.includes(' ')) return name;
  return name === 'ndis.h' ? 'none; declared in ndis.h' : `${name}, in the DDK's network.chm`;
}
