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

const MICROSOFT = 'https://learn.microsoft.com/en-us';

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  [PASSIVE_LEVEL]: 'PASSIVE_LEVEL',
  [APC_LEVEL]: 'APC_LEVEL',
  [DISPATCH_LEVEL]: 'DISPATCH_LEVEL',
  [DEVICE_LEVEL]: 'DIRQL',
  [HIGH_LEVEL]: 'HIGH_LEVEL',
};

/** The C prototype, as the DDK writes one. */
export function prototypeText({ name, returns, args }: AnyRow): string {
  if (args.length === 0) return `${returns.name} ${name}(VOID);`;
  const lines = args.map((arg) => `    ${argText(arg)}`);
  return `${returns.name} ${name}(\n${lines.join(',\n')}\n    );`;
}

function argText({ name, type, direction, optional }: Arg): string {
  if (direction === 'rest') return '...';
  const word = { in: 'IN', out: 'OUT', inout: 'IN OUT' }[direction];
  const isPointer = type.name.startsWith('P');
  const pointed = isPointer ? `${type.name} *` : `P${type.name} `;
  const typed = direction === 'in' ? `${type.name} ` : pointed;
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
