/** The reference of the kernel interface: a page for each topic, from the rows alone. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCE_KINDS } from '../../ndis/resource-kinds';
import {
  APC_LEVEL,
  DEVICE_LEVEL,
  DISPATCH_LEVEL,
  HIGH_LEVEL,
  PASSIVE_LEVEL,
  type AnyRow,
  type Arg,
  type IrqlRange,
} from '../../ndis/row';
import { CODE_ROOT } from '../package-root';
import { code, heading, link, list, page, titleOf } from './markdown';
import { profileLines, ruleLink, rulesOf } from './row-rules';

const FOLDER = join(CODE_ROOT, 'ndis', 'exports');
const TABLES = /^(index|table|kernel)\./;
const MICROSOFT = 'https://learn.microsoft.com/en-us';

const LEVEL_NAMES: Readonly<Record<number, string>> = {
  [PASSIVE_LEVEL]: 'PASSIVE_LEVEL',
  [APC_LEVEL]: 'APC_LEVEL',
  [DISPATCH_LEVEL]: 'DISPATCH_LEVEL',
  [DEVICE_LEVEL]: 'DIRQL',
  [HIGH_LEVEL]: 'HIGH_LEVEL',
};

interface Topic {
  readonly name: string;
  readonly rows: readonly AnyRow[];
}

/** The topics as the files of ndis/exports/ divide them; those of TABLES only join others. */
function topics(): readonly Topic[] {
  return readdirSync(FOLDER)
    .filter((file) => /^[a-z-]+\.(ts|js)$/.test(file) && !TABLES.test(file))
    .sort()
    .map((file) => {
      const exported = require(join(FOLDER, file)) as Record<string, unknown>;
      return {
        name: file.replace(/\.(ts|js)$/, ''),
        // By name: compilers differ in the order of exports.
        rows: [...new Set(Object.values(exported).flatMap(rowsOf))]
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      };
    });
}

/** A file exports rows, or a table of them. */
function rowsOf(value: unknown): readonly AnyRow[] {
  if (isRow(value)) return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).filter(isRow) : [];
}

function isRow(value: unknown): value is AnyRow {
  return typeof value === 'object' && value !== null && 'convention' in value && 'args' in value;
}

/** The pages by path. */
export function exportPages(): ReadonlyMap<string, string> {
  return new Map(
    topics().map(({ name, rows }) => {
      const blocks = [heading(1, `Kernel interface: ${name.replaceAll('-', ' ')}`)];
      return [`exports/${name}.md`, page([...blocks, ...rows.map(describe)])];
    }),
  );
}

/** How many functions there are, and how many of them are modelled. */
export function exportCounts(): { readonly all: number; readonly complete: number } {
  const rows = new Set(topics().flatMap((topic) => topic.rows));
  return { all: rows.size, complete: [...rows].filter((row) => row.complete).length };
}

/** For the index: topic, number of functions, number of those that are modelled. */
export function exportIndex(): readonly (readonly string[])[] {
  return topics().map(({ name, rows }) => [
    link(titleOf(name), `exports/${name}.md`),
    String(rows.length),
    String(rows.filter((row) => row.complete).length),
  ]);
}

function describe(row: AnyRow): string {
  const items = [`IRQL: ${irqlText(row.irql)}`];
  if (row.module === 'ndis.sys') items.push(`From TypeScript: ${code(callText(row))}`);
  if (row.acquires !== undefined)
    items.push(
      `Acquires: ${RESOURCE_KINDS[row.acquires.kind].noun}, known by ${code(row.acquires.key)}`,
    );
  if (row.releases !== undefined) {
    const kinds = [row.releases.kind, ...(row.releases.alsoKinds ?? [])];
    const nouns = [...new Set(kinds.map((kind) => RESOURCE_KINDS[kind].noun))].join(' or ');
    items.push(`Gives back: ${nouns}, known by ${code(row.releases.key)}`);
    const { match } = row.releases;
    if (match !== undefined)
      items.push(`Must be as when it was acquired: ${match.map(code).join(', ')}`);
  }
  if (row.fails.length > 0) items.push(`Can be made to fail with: ${row.fails.map(code).join(', ')}`);
  if (row.spoils !== undefined)
    items.push(`Can be made to fail by spoiling: ${row.spoils.names.map(code).join(', ')}`);
  const rules = row.complete ? rulesOf(row) : [];
  if (rules.length > 0) items.push(`Rules: ${rules.map(ruleLink).join(', ')}`);
  const differences = row.complete ? profileLines(row) : [];
  if (differences.length > 0)
    items.push(`In the profile \`windows\`: ${differences.join('; ')}`);
  if (row.module !== 'ndis.sys') items.push(`Module: ${row.module}`);
  if (row.form === 'macro') items.push('A macro or inline function of ndis.h');
  items.push(`Page: ${pageLink(row.page)}`);
  if (!row.complete) items.push('Not modelled: to call it makes a run inconclusive');
  const prototype = `\`\`\`c\n${prototypeText(row)}\n\`\`\``;
  return [heading(2, code(row.name)), row.summary, prototype, list(items)].join('\n\n');
}

/** The C prototype, as the DDK writes one. */
function prototypeText({ name, returns, args }: AnyRow): string {
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
function callText({ name, returns, args }: AnyRow): string {
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

function irqlText({ min, max }: IrqlRange): string {
  const name = (level: number) => LEVEL_NAMES[level] ?? String(level);
  if (min === max) return name(min);
  if (max === HIGH_LEVEL) return min === PASSIVE_LEVEL ? 'any' : `at or above ${name(min)}`;
  return min === PASSIVE_LEVEL ? `at or below ${name(max)}` : `${name(min)} to ${name(max)}`;
}

function pageLink(name: string): string {
  if (/^ff\d+$/.test(name))
    return link(
      name,
      `${MICROSOFT}/previous-versions/windows/hardware/network/${name}(v=vs.85)`,
    );
  if (name.startsWith('nf-ndis-'))
    return link(name, `${MICROSOFT}/windows-hardware/drivers/ddi/ndis/${name}`);
  return name === 'ndis.h' ? 'none; declared in ndis.h' : `${name}, in the DDK's network.chm`;
}
