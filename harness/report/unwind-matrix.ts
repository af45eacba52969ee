/** The unwind matrix for people: what became of each resource that was held when something failed. */
import type { UnwindRow } from '../sweep/outcome';
import type { UnwindOutcome } from '../unwinding';
import type { Paint } from './style';

const MARKS: Readonly<Record<UnwindOutcome, string>> = { released: '.', held: '=', lost: 'X' };
/** What a cell shows if resources of one origin met several fates: the worst. */
const RANK: readonly UnwindOutcome[] = ['released', 'held', 'lost'];
/** Beyond that many columns, only what was lost is shown. */
const COLUMNS_MAX = 30;

interface Line {
  readonly call: string;
  readonly cells: ReadonlyMap<string, UnwindOutcome>;
  faultCount: number;
}

/** The matrix with its legend; empty if nothing was held at any fault. */
export function unwindMatrix(rows: readonly UnwindRow[], paint: Paint): string {
  const lost = new Set(rows.filter(({ outcome }) => outcome === 'lost').map(originOf));
  const all = new Set(rows.map(originOf));
  const origins = [...(all.size > COLUMNS_MAX ? lost : all)].slice(0, COLUMNS_MAX);
  const left = notShown(all.size - origins.length, lost.size - origins.length);
  if (origins.length === 0) return left;
  const lines = linesOf(rows);
  const width = Math.max(...lines.map((line) => labelOf(line).length));
  const names = origins.map((_origin, index) => letter(index));
  const text = [
    'What was held when a call failed, and became of it: . released, = held on, X lost',
    `${''.padEnd(width)}  ${names.join(' ')}`,
    ...lines.map((line) => {
      const cells = origins.map((origin) => cell(line.cells.get(origin), paint));
      return `${labelOf(line).padEnd(width)}  ${cells.join(' ')}`.trimEnd();
    }),
    ...origins.map((origin, index) => {
      const name = lost.has(origin) ? paint('red', names[index]) : names[index];
      return `${paint('dim', 'where')} ${name}  ${origin}`;
    }),
  ];
  if (left !== '') text.push(paint('dim', left));
  return text.join('\n');
}

/** What the columns leave out: of so many origins, of so many of which something was lost. */
function notShown(count: number, lostCount: number): string {
  if (count === 0) return '';
  const lost = lostCount > 0 ? `${lostCount} of which something was lost` : 'nothing of them lost';
  return `${count} origins of what was held when a call failed are not shown, ${lost}`;
}

function linesOf(rows: readonly UnwindRow[]): Line[] {
  const byFault = new Map<string, Map<string, UnwindOutcome>>();
  for (const row of rows) {
    let cells = byFault.get(row.fault);
    if (cells === undefined) byFault.set(row.fault, (cells = new Map()));
    const origin = originOf(row);
    const before = cells.get(origin) ?? 'released';
    cells.set(origin, RANK.indexOf(row.outcome) > RANK.indexOf(before) ? row.outcome : before);
  }
  const lines = new Map<string, Line>();
  for (const [fault, cells] of byFault) {
    const call = fault.replace(/=.*$/, '');
    const key = JSON.stringify([call, ...cells]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { call, cells, faultCount: 1 });
    else line.faultCount++;
  }
  return [...lines.values()];
}

function originOf({ kind, acquiredAt }: UnwindRow): string {
  return `${kind}, ${acquiredAt}`;
}

function labelOf({ call, faultCount }: Line): string {
  return faultCount === 1 ? call : `${call} (${faultCount})`;
}

function cell(outcome: UnwindOutcome | undefined, paint: Paint): string {
  if (outcome === undefined) return ' ';
  return outcome === 'lost' ? paint(['bold', 'red'], MARKS.lost) : MARKS[outcome];
}

/** a to z, and then A on: there are no more columns. */
function letter(index: number): string {
  return String.fromCharCode((index < 26 ? 97 : 65 - 26) + index);
}
