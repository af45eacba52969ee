/** `ndislab explain`: all that is known of a rule, or of a function that drivers call. */
import type { AnyRow } from '../../ndis/row';
import { RULE_NAMES, RULES, type RuleName } from '../../ndis/rules';
import { SAMPLES } from '../../miniports';
import { suggestion } from '../nearest';
import { painter } from '../report/style';
import { UsageError } from '../result';
import { profileDifferences, rulesOf } from '../row-rules';
import { callText, irqlText, pageText, pageUrl, prototypeText } from '../row-text';
import { ROWS } from '../rows';
import { bugCheckText, resourcesOf } from '../rule-text';
import { shellWord } from '../shell-word';
import { waysToFail } from './fault';
import type { Terminal } from './terminal';

const LABEL_COLUMNS = 12;

/** @throws UsageError if there is neither such a rule nor such a function. */
export function explainCommand(name: string, terminal: Terminal): void {
  const paint = painter(terminal.isColoured);
  const [title, ...lines] = explain(name, paint);
  terminal.out(`${[paint('bold', title), ...lines].join('\n')}\n`);
}

function explain(name: string, paint: Paint): readonly string[] {
  if (Object.hasOwn(RULES, name)) return explainRule(name as RuleName, paint);
  if (Object.hasOwn(ROWS, name)) return explainRow(ROWS[name], paint);
  const hint =
    suggestion(name, [...RULE_NAMES, ...Object.keys(ROWS)]) ||
    '; ndislab list rules and ndislab list exports name them all';
  throw new UsageError(`there is no rule or export ${shellWord(name)}${hint}`);
}

type Paint = ReturnType<typeof painter>;

/** A line of each: label, text. */
function labelled(paint: Paint, lines: string[]): (label: string, text: string) => void {
  return (label, text) => lines.push(`${paint('dim', label.padEnd(LABEL_COLUMNS))}${text}`);
}

function explainRow(row: AnyRow, paint: Paint): readonly string[] {
  const lines = [row.name, '', row.summary, '', prototypeText(row), ''];
  const add = labelled(paint, lines);
  add('irql', irqlText(row.irql));
  if (row.module === 'ndis.sys') add('typescript', callText(row));
  const ways = waysToFail(row);
  if (ways !== '') add('fails', ways);
  for (const rule of row.complete ? rulesOf(row) : []) add('rule', rule);
  for (const { rule, checks } of row.complete ? profileDifferences(row) : [])
    add('windows', `${rule} is ${checks.join('; ')}`);
  add('modelled', row.complete ? 'yes' : 'no; to call it makes a run inconclusive');
  add('document', pageUrl(row.page) ?? pageText(row.page));
  return lines;
}

function explainRule(name: RuleName, paint: Paint): readonly string[] {
  const rule = RULES[name];
  const { page, url } = rule.document;
  const lines: string[] = [name, '', rule.title, rule.advice, ''];
  const add = labelled(paint, lines);
  add('document', url === undefined ? page : `${page}\n${' '.repeat(LABEL_COLUMNS)}${url}`);
  for (const resource of resourcesOf(name)) add('resource', resource);
  for (const text of rule.windowsBugChecks?.map(bugCheckText) ?? ['notices nothing'])
    add('windows', text);
  const broken = SAMPLES.filter(({ expected }) => Object.values(expected).flat().includes(name));
  for (const sample of broken) {
    const [scenario] = Object.entries(sample.expected).find(([, rules]) => rules.includes(name))!;
    add('example', exampleOf(name, sample.name, scenario));
  }
  return lines;
}

/** A command line that shows it; `sweep` stands for what only a sweep finds. */
function exampleOf(rule: RuleName, sample: string, scenario: string): string {
  if (scenario !== 'sweep') return `ndislab run ${sample} --scenario ${scenario}`;
  const isOfTwo = rule === 'resource/second-fault-not-survived';
  return `ndislab sweep ${sample}${isOfTwo ? ' --pairs' : ''}`;
}
