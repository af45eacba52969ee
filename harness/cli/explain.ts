/** `ndislab explain`: all that is known of a rule. */
import { RULE_NAMES, RULES, WAITS_FOR, type RuleName } from '../../ndis/rules';
import { SAMPLES } from '../../miniports';
import { suggestion } from '../nearest';
import { painter } from '../report';
import { UsageError } from '../result';
import { bugCheckText, resourcesOf } from '../rule-text';
import { shellWord } from '../shell-word';
import type { Terminal } from './terminal';

const LABEL_COLUMNS = 10;

/** @throws UsageError if there is no such rule. */
export function explainCommand(name: string, terminal: Terminal): void {
  if (!Object.hasOwn(RULES, name)) {
    const hint = suggestion(name, RULE_NAMES) || '; ndislab list rules names them all';
    throw new UsageError(`there is no rule ${shellWord(name)}${hint}`);
  }
  terminal.out(`${explain(name as RuleName, terminal.isColoured)}\n`);
}

function explain(name: RuleName, isColoured: boolean): string {
  const paint = painter(isColoured);
  const rule = RULES[name];
  const { page, url } = rule.document;
  const lines = [paint('bold', name), '', rule.title, rule.advice, ''];
  const add = (label: string, text: string) =>
    lines.push(`${paint('dim', label.padEnd(LABEL_COLUMNS))}${text}`);
  add('document', url === undefined ? page : `${page}\n${' '.repeat(LABEL_COLUMNS)}${url}`);
  for (const resource of resourcesOf(name)) add('resource', resource);
  for (const text of rule.windowsBugChecks?.map(bugCheckText) ?? ['notices nothing'])
    add('windows', text);
  add(
    'checked',
    rule.status === 'checked' ? 'in every run' : `not yet; it takes ${WAITS_FOR[rule.waitsFor]}`,
  );
  const broken = SAMPLES.filter(({ expected }) => Object.values(expected).flat().includes(name));
  for (const sample of broken) {
    const [scenario] = Object.entries(sample.expected).find(([, rules]) => rules.includes(name))!;
    add('example', `ndislab run ${sample.name} --scenario ${scenario}`);
  }
  return lines.join('\n');
}
