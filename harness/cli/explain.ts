/** `ndislab explain`: all that is known of a rule. */
import { hex } from '../../ndis/finding';
import { RESOURCE_KINDS } from '../../ndis/resource-kinds';
import { RULE_NAMES, RULES, WAITS_FOR, type RuleName } from '../../ndis/rules';
import { SAMPLES } from '../../miniports';
import { suggestion } from '../nearest';
import { painter } from '../report';
import { UsageError } from '../result';
import type { Terminal } from './terminal';

const LABEL_COLUMNS = 10;

/** @throws UsageError if there is no such rule. */
export function explainCommand(name: string, terminal: Terminal): void {
  if (!Object.hasOwn(RULES, name)) {
    const hint = suggestion(name, RULE_NAMES) || '; ndislab list rules names them all';
    throw new UsageError(`there is no rule ${name}${hint}`);
  }
  terminal.out(`${explain(name as RuleName, terminal.isColoured)}\n`);
}

function explain(name: RuleName, isColoured: boolean): string {
  const paint = painter(isColoured);
  const rule = RULES[name];
  const { page, url } = rule.document;
  const kinds = Object.values(RESOURCE_KINDS).filter((kind) => kind.leak === name);
  const lines = [paint('bold', name), '', rule.title, rule.advice, ''];
  const add = (label: string, text: string) =>
    lines.push(`${paint('dim', label.padEnd(LABEL_COLUMNS))}${text}`);
  add('document', url === undefined ? page : `${page}\n${' '.repeat(LABEL_COLUMNS)}${url}`);
  for (const { noun, releasedBy } of kinds) add('resource', `${noun}, given back by ${releasedBy}`);
  for (const { code, parameter1, at, irql } of rule.windowsBugChecks ?? []) {
    const parameter = parameter1 === undefined ? '' : ` with parameter ${hex(parameter1)}`;
    const where = at === undefined ? '' : `, on the return of ${at}`;
    const level = irql === undefined ? '' : `, at ${irql} IRQL`;
    add('windows', `bug check ${hex(code)}${parameter}${where}${level}`);
  }
  if (rule.windowsBugChecks === undefined) add('windows', 'notices nothing');
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
