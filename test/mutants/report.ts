/** The score of the mutants, for a terminal and as a page of the documentation. */
import { SURVIVORS } from './survivors';
import type { Mutant } from './mutants';
import { OPERATORS, type Operator } from './operators';

export interface Outcome extends Pick<Mutant, 'name' | 'sample' | 'operator'> {
  readonly end: 'found' | 'equivalent' | 'unseen' | 'survivor' | 'fault';
  /** What shows it, or why nothing does. */
  readonly how: string;
}

/** Found of those that could be: `97/98`; nothing if there are none. */
function scoreOf(outcomes: readonly Outcome[]): string {
  const counted = outcomes.filter(({ end }) => end !== 'equivalent');
  const found = counted.filter(({ end }) => end === 'found');
  return counted.length === 0 ? '' : `${found.length}/${counted.length}`;
}

/** Found of those that could be, from 0 to 1; 1 if there are none. */
export function foundPart(outcomes: readonly Outcome[]): number {
  const counted = outcomes.filter(({ end }) => end !== 'equivalent').length;
  const found = outcomes.filter(({ end }) => end === 'found').length;
  return counted === 0 ? 1 : found / counted;
}

function percentOf(outcomes: readonly Outcome[]): string {
  return `${(100 * foundPart(outcomes)).toFixed(1)} %`;
}

/** Rows by sample, columns by operator, with sums. */
function cells(outcomes: readonly Outcome[]): readonly (readonly string[])[] {
  const operators = Object.keys(OPERATORS) as Operator[];
  const samples = [...new Set(outcomes.map(({ sample }) => sample))];
  const row = (title: string, of: readonly Outcome[]): string[] => [
    title,
    ...operators.map((operator) => scoreOf(of.filter((one) => one.operator === operator))),
    scoreOf(of),
    percentOf(of),
  ];
  return [
    ['', ...operators, 'all', ''],
    ...samples.map((name) =>
      row(
        name,
        outcomes.filter(({ sample }) => sample === name),
      ),
    ),
    row('all', outcomes),
  ];
}

/** For a terminal. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = cells(outcomes);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((text, at) => text.padEnd(widths[at] + 2))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

function markdownRow(row: readonly string[]): string {
  return `| ${row.join(' | ')} |`;
}

/** The whole report, as Markdown. */
export function pageOf(outcomes: readonly Outcome[]): string {
  const [head, ...rows] = cells(outcomes);
  const equivalentCount = outcomes.filter(({ end }) => end === 'equivalent').length;
  const survivors = outcomes.filter(({ end }) => end === 'survivor');
  const lines = [
    '# Who checks the checkers: mutants',
    '',
    `From each sample that keeps every rule, its source is broken in one place at a time: ${outcomes.length}`,
    'mutants. Each is played through the scenarios, and where those say nothing through every fault of',
    `a sweep, until something is found. Found: ${percentOf(outcomes)} of those that differ from the sample in what`,
    `they do; ${equivalentCount} do not, and are listed below with the reason. \`npm run mutants -- --report\``,
    'writes this page, and `npm run mutants` fails if one survives without a reason.',
    '',
    '## The operators',
    '',
    ...Object.entries(OPERATORS).map(([name, what]) => `- **${name}**: ${what}.`),
    '',
    '## The score',
    '',
    'Found of those that can be, by sample and operator.',
    '',
    markdownRow(head),
    markdownRow(head.map(() => '---')),
    ...rows.map(markdownRow),
    '',
    ...(survivors.length === 0 ? [] : ['## Survivors', '', ...survivors.map(nameLine), '']),
    "Mutants below are named by sample, function, operator and call; with a number, the how many'th of",
    'these.',
    '',
    '## Not found',
    '',
    ...reasons(false),
    '## Equivalent',
    '',
    ...reasons(true),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function reasons(isEquivalent: boolean): readonly string[] {
  return SURVIVORS.filter((one) => one.isEquivalent === isEquivalent).flatMap(
    ({ because, mutants }) => [because, '', ...mutants.map((name) => nameLine({ name })), ''],
  );
}

function nameLine({ name }: { readonly name: string }): string {
  return `- \`${name}\``;
}
