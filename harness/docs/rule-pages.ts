/** The reference of the rules: a page for each category. */
import { RULE_NAMES, RULES, type RuleName } from '../../ndis/rules';
import { bugCheckText, resourcesOf } from '../rule-text';
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
  for (const resource of resourcesOf(name)) items.push(`Resource: ${resource}`);
  const checks = rule.windowsBugChecks?.map(bugCheckText).join('; ');
  items.push(`Windows XP: ${checks ?? 'notices nothing'}`);
  const ids = [rule.id, ...(rule.alsoIds ?? [])].filter((id) => id !== 'own');
  if (ids.length > 0) items.push(`Check: ${ids.join(', ')}`);
  return [heading(2, code(name)), rule.title, rule.advice, list(items)].join('\n\n');
}

/** For the index: category, file, number of rules. */
export function ruleIndex(): readonly (readonly string[])[] {
  return categories().map((category) => {
    const names = RULE_NAMES.filter((name) => name.startsWith(`${category}/`));
    return [link(titleOf(category), `rules/${category}.md`), String(names.length)];
  });
}
