/** The report for people: a table of the runs, then each finding once with all that is known of it. */
import { describeStop, type Finding } from '../../ndis/finding';
import { RESOURCE_KINDS } from '../../ndis/resource-kinds';
import { RULES } from '../../ndis/rules';
import { statusName } from '../../ndis/status';
import { count } from '../count';
import type { RunResult, ScenarioResult, Verdict } from '../result';
import { groupFindings, type FindingGroup } from './group';
import { table, wrap, type Paint } from './style';

const COLUMNS = 100;
const LABEL_COLUMNS = 10;
/** Runs up to which the table has them all; beyond, clean ones are counted only. */
const RUNS_SHOWN = 24;
/** Faults that are listed under a finding; the JSON report has all. */
const FAULTS_SHOWN = 8;

/** The whole report, ending in a line that gives the verdict; `more` is told before that. */
export function prettyReport(
  result: ScenarioResult,
  paint: Paint,
  more: readonly string[] = [],
): string {
  const { driver, device, scenario, profile, seed, runs } = result;
  const title = `${paint('bold', driver)} on ${device}: ${scenario}`;
  const blocks = [
    `${title} (profile ${profile}, seed ${seed})`,
    runTable(runs, paint),
    ...groupFindings(runs).map((group) => findingBlock(group, runs.length, paint)),
    ...inconclusiveBlocks(runs, paint),
    ...more,
    closingLine(result, paint),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A status as people read it: `RESOURCES`, the number if it has no name, `-` if none came back. */
export function statusWord(status: string | undefined): string {
  if (status === undefined) return '-';
  return statusName(Number(status))?.replace('NDIS_STATUS_', '') ?? status;
}

/** What runs took and gave back: `14 / 12`. */
export function balance(runs: readonly RunResult[]): string {
  const all = runs.flatMap((run) => run.resources);
  const acquired = all.reduce((sum, one) => sum + one.acquired, 0);
  const released = all.reduce((sum, one) => sum + one.released, 0);
  return `${acquired} / ${released}`;
}

function runTable(runs: readonly RunResult[], paint: Paint): string {
  const head = ['Fault', 'DriverEntry', 'MiniportInitialize', 'Taken / given back', 'Findings'];
  const shown = runs.length > RUNS_SHOWN ? runs.filter(({ verdict }) => verdict !== 'clean') : runs;
  const left = runs.length - shown.length;
  const rows = shown.map((run) => [
    (run.fault ?? 'none').replaceAll('NDIS_STATUS_', ''),
    statusWord(run.statuses['DriverEntry']),
    statusWord(run.statuses['MiniportInitialize']),
    balance([run]),
    outcome(run, paint),
  ]);
  if (left === 0) return table(paint, head, rows);
  const clean = `${count(left, 'clean run')} not shown`;
  return rows.length === 0 ? clean : `${table(paint, head, rows)}\n${paint('dim', clean)}`;
}

function outcome({ verdict, findings }: RunResult, paint: Paint): string {
  if (verdict === 'clean') return paint('green', 'none');
  if (verdict === 'inconclusive') return paint('yellow', 'inconclusive');
  return paint('red', String(findings.length));
}

function findingBlock({ finding, runs }: FindingGroup, runCount: number, paint: Paint): string {
  const { rule, message, boundary, evidence } = finding;
  const { page, url } = RULES[rule].document;
  const lines = [paint(['bold', 'red'], rule)];
  for (const line of wrap(message, COLUMNS - 2)) lines.push(`  ${line}`);
  const add = (label: string, text: string | undefined) => {
    if (text !== undefined) lines.push(`  ${paint('dim', label.padEnd(LABEL_COLUMNS))}${text}`);
  };
  add('resource', resourceText(finding));
  if (evidence.resource?.acquiredAt !== undefined) add('taken at', evidence.resource.acquiredAt);
  if (evidence.at !== evidence.resource?.acquiredAt) add('at', evidence.at);
  add('function', evidence.symbol);
  const callers = evidence.callers ?? evidence.resource?.acquiredThrough ?? [];
  callers.forEach((one, index) => add(index === 0 ? 'callers' : '', one));
  evidence.listing?.forEach((line, index) => add(index === 0 ? 'code' : '', line));
  add('in', boundary);
  const sameExit = new Set(runs.map((one) => one.finding.evidence.exit)).size === 1;
  if (sameExit) add('exit', evidence.exit);
  const { stopped, findings } = runs[0].run;
  if (stopped?.kind === 'bug-check' && findings.at(-1) === finding)
    add('ended', describeStop(stopped));
  const faulty = runs.filter(({ run }) => run.fault !== null);
  const more = faulty.length - FAULTS_SHOWN;
  faulty.slice(0, FAULTS_SHOWN).forEach(({ run, finding: its }, index) => {
    const exit = sameExit || its.evidence.exit === undefined ? '' : `: ${its.evidence.exit}`;
    add(index === 0 ? 'fault' : '', `${run.fault}${exit}`);
  });
  if (more > 0) add('', `and ${more} more, of ${count(runCount, 'run')}`);
  add('document', url === undefined ? page : `${page}, ${url}`);
  add('replay', runs[0].run.replay);
  return lines.join('\n');
}

function resourceText({ evidence: { resource } }: Finding): string | undefined {
  if (resource === undefined) return undefined;
  const { kind, key, acquiredBy, acquiredIn } = resource;
  return `${RESOURCE_KINDS[kind].noun} ${key}, from ${acquiredBy} in ${acquiredIn}`;
}

/** What ended runs early for no fault of the driver's: it is named, and nothing is guessed. */
function inconclusiveBlocks(runs: readonly RunResult[], paint: Paint): string[] {
  const stops = new Map<string, RunResult>();
  for (const run of runs)
    if (run.verdict === 'inconclusive' && run.stopped !== null)
      stops.set(describeStop(run.stopped), stops.get(describeStop(run.stopped)) ?? run);
  return [...stops].map(([what, { replay }]) => {
    const replayed = `  ${paint('dim', 'replay'.padEnd(LABEL_COLUMNS))}${replay}`;
    return `${paint(['bold', 'yellow'], 'inconclusive')}\n  ${what}\n${replayed}`;
  });
}

function closingLine({ runs, verdict }: ScenarioResult, paint: Paint): string {
  const colour = { clean: 'green', findings: 'red', inconclusive: 'yellow' } as const;
  const by = (wanted: Verdict) => runs.filter((run) => run.verdict === wanted).length;
  const parts = [
    count(runs.length, 'run'),
    `${by('clean')} clean`,
    `${by('findings')} with findings`,
    ...(by('inconclusive') > 0 ? [`${by('inconclusive')} inconclusive`] : []),
  ];
  const differing = groupFindings(runs).length;
  const found = differing === 0 ? '' : `; ${count(differing, 'different finding')}`;
  return `${paint(['bold', colour[verdict]], verdict)}: ${parts.join(', ')}${found}`;
}
