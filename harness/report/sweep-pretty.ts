/** The report of a sweep for people: what was played, the unwind matrix, each bug once. */
import { RULES } from '../../ndis/rules';
import { count } from '../count';
import { FAULT_KINDS } from '../sweep/kinds';
import { expiredText } from '../sweep/baseline';
import type { SweepFinding, SweepResult } from '../sweep/result';
import { table, wrap, type Paint } from './style';
import { unwindMatrix } from './unwind-matrix';

const COLUMNS = 100;
const LABEL_COLUMNS = 13;
/** Sets of faults that are listed under a finding; the JSON report has all. */
const FAULTS_SHOWN = 8;

/** The whole report, ending in a line that gives the verdict; `more` is told before that. */
export function prettySweep(
  result: SweepResult,
  paint: Paint,
  more: readonly string[] = [],
): string {
  const { driver, device, profile, seed, shard, unwind } = result;
  const what = shard === undefined ? 'sweep' : `shard ${shard} of a sweep`;
  const accepted = result.findings.filter((finding) => finding.accepted !== undefined);
  const counting = result.findings.filter((finding) => finding.accepted === undefined);
  const blocks = [
    `${paint('bold', driver)} on ${device}: ${what} (profile ${profile}, seed ${seed})`,
    unsweptLine(result, paint),
    kindTable(result, paint),
    unwindMatrix(unwind, paint),
    ...counting.map((finding) => findingBlock(finding, paint)),
    ...result.inconclusive.map(({ what, faults }) =>
      [paint(['bold', 'yellow'], 'inconclusive'), `  ${what}`, ...faultLines(faults, paint)].join(
        '\n',
      ),
    ),
    acceptedBlock(accepted, paint),
    fixedBlock(result.fixed, paint),
    ...more,
    closingLine(result, counting.length, accepted.length, paint),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What is clean because the driver never ran should not look like a clean driver. */
function unsweptLine({ unswept }: SweepResult, paint: Paint): string {
  if (unswept === undefined) return '';
  return paint('yellow', `most of a life was not swept: without a fault, ${unswept}`);
}

function kindTable({ kinds }: SweepResult, paint: Paint): string {
  if (kinds.length === 0) return '';
  const rows = kinds.map(({ kind, runs }) => [kind, String(runs), FAULT_KINDS[kind]]);
  return table(paint, ['Fault', 'Runs', 'What fails'], rows);
}

function findingBlock(finding: SweepFinding, paint: Paint): string {
  const { rule, fingerprint, message, boundary, at, faults, replay, expired } = finding;
  const { page, url } = RULES[rule].document;
  const add = (label: string, text: string) =>
    `  ${paint('dim', label.padEnd(LABEL_COLUMNS))}${text}`;
  return [
    paint(['bold', 'red'], rule),
    ...wrap(message, COLUMNS - 2).map((line) => `  ${line}`),
    ...(at === undefined ? [] : [add('at', at)]),
    add('in', boundary),
    ...faultLines(faults, paint),
    add('document', url === undefined ? page : `${page}, ${url}`),
    add('fingerprint', fingerprint),
    ...(expired === undefined ? [] : [add('baseline', expiredText(expired))]),
    add('replay', replay),
  ].join('\n');
}

function faultLines(faults: readonly string[], paint: Paint): string[] {
  const more = faults.length - FAULTS_SHOWN;
  const lines = faults.slice(0, FAULTS_SHOWN);
  if (more > 0) lines.push(`and ${more} more`);
  if (faults.length === 0) lines.push('none is needed');
  return lines.map((line, index) => {
    const label = (index === 0 ? 'fault' : '').padEnd(LABEL_COLUMNS);
    return `  ${paint('dim', label)}${line}`;
  });
}

function acceptedBlock(findings: readonly SweepFinding[], paint: Paint): string {
  if (findings.length === 0) return '';
  const lines = findings.map(
    ({ rule, fingerprint, accepted }) =>
      `  ${fingerprint}  ${rule}, until ${accepted!.until}: ${accepted!.reason}`,
  );
  return [paint('bold', 'accepted by the baseline'), ...lines].join('\n');
}

function fixedBlock(fixed: readonly string[], paint: Paint): string {
  if (fixed.length === 0) return '';
  const title = paint(['bold', 'green'], 'fixed: not found any more, take it out of the baseline');
  return [title, ...fixed.map((fingerprint) => `  ${fingerprint}`)].join('\n');
}

function closingLine(
  { runs, verdict, inconclusive }: SweepResult,
  counting: number,
  accepted: number,
  paint: Paint,
): string {
  const colour = { clean: 'green', findings: 'red', inconclusive: 'yellow' } as const;
  const parts = [count(runs, 'run'), count(counting, accepted > 0 ? 'new bug' : 'bug')];
  if (accepted > 0) parts.push(`${accepted} accepted`);
  if (inconclusive.length > 0) parts.push(count(inconclusive.length, 'reason') + ' inconclusive');
  return `${paint(['bold', colour[verdict]], verdict)}: ${parts.join(', ')}`;
}
