/** The reference of the kernel interface: a page for each topic, from the rows alone. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCE_KINDS } from '../../ndis/resource-kinds';
import type { AnyRow } from '../../ndis/row';
import type { RuleName } from '../../ndis/rules';
import { CODE_ROOT } from '../package-root';
import { profileDifferences, rulesOf } from '../row-rules';
import { callText, irqlText, pageText, pageUrl, prototypeText } from '../row-text';
import { code, heading, link, list, page, titleOf } from './markdown';


const FOLDER = join(CODE_ROOT, 'ndis', 'exports');
const TABLES = /^(index|table|kernel)\./;

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
  const differences = row.complete ? profileDifferences(row) : [];
  if (differences.length > 0)
    items.push(`In the profile \`windows\`: ${differences
        .map(({ rule, checks }) => `${ruleLink(rule)} is ${checks.join('; ')}`)
        .join('; ')}`);
  if (row.module !== 'ndis.sys') items.push(`Module: ${row.module}`);
  if (row.form === 'macro') items.push('A macro or inline function of ndis.h');
  items.push(`Page: ${link(pageText(row.page), pageUrl(row.page))}`);
  if (!row.complete) items.push('Not modelled: to call it makes a run inconclusive');
  const prototype = `\`\`\`c\n${prototypeText(row)}\n\`\`\``;
  return [heading(2, code(row.name)), row.summary, prototype, list(items)].join('\n\n');
}

function ruleLink(name: RuleName): string {
  const [category] = name.split('/');
  return link(code(name), `../rules/${category}.md#${name.replace('/', '')}`);
}
