/** The reference of the rules: a page for each category. */
import { hex } from '../../ndis/finding';
import { RESOURCE_KINDS } from '../../ndis/resource-kinds';
import { RULE_NAMES, RULES, WAITS_FOR, type RuleName, type WindowsBugCheck } from '../../ndis/rules';
import { code, heading, link, list, page, titleOf } from './markdown';

/** The pages by path. */
export function rulePages(): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  for (const category of categories()) {
    const names = RULE_NAMES.filter((name) => name.startsWith(`${category}/`));
    const blocks = [heading(1, `Rules: ${category}`), ...names.map(describe)];
    pages.set(`rules/${category}.md`, page(blocks));
  }
  return pages;
}

function categories(): readonly string[] {
  return [...new Set(RULE_NAMES.map((name) => name.split('/')[0]))];
}

function describe(name: RuleName): string {
  const rule = RULES[name];
  const items = [`Document: ${link(rule.document.page, rule.document.url)}`];
  for (const { noun, releasedBy, leak } of Object.values(RESOURCE_KINDS))
    if (leak === name) items.push(`Resource: ${noun}, given back by ${releasedBy}`);
  items.push(`Windows XP: ${windows(rule.windowsBugChecks)}`);
  const ids = [rule.id, ...(rule.alsoIds ?? [])].filter((id) => id !== 'own');
  if (ids.length > 0) items.push(`Check: ${ids.join(', ')}`);
  if (rule.status === 'waits') items.push(`Not checked yet: it takes ${WAITS_FOR[rule.waitsFor]}`);
  return [heading(2, code(name)), rule.title, rule.advice, list(items)].join('\n\n');
}

function windows(checks: readonly WindowsBugCheck[] | undefined): string {
  if (checks === undefined) return 'notices nothing';
  return checks
    .map(({ code: number, parameter1, at, resource, irql }) => {
      const parameter = parameter1 === undefined ? '' : ` with parameter 1 = ${hex(parameter1)}`;
      const where = at === undefined ? '' : `, on the return of ${at}`;
      const kind = resource === undefined ? '' : `, for ${RESOURCE_KINDS[resource].noun}`;
      const level = irql === undefined ? '' : `, at ${irql} IRQL`;
      return `bug check ${hex(number)}${parameter}${where}${kind}${level}`;
    })
    .join('; ');
}

/** For the index: category, file, number of rules. */
export function ruleIndex(): readonly (readonly string[])[] {
  return categories().map((category) => {
    const names = RULE_NAMES.filter((name) => name.startsWith(`${category}/`));
    const checked = names.filter((name) => RULES[name].status === 'checked').length;
    return [link(titleOf(category), `rules/${category}.md`), String(names.length), String(checked)];
  });
}
