/** The two profiles: what each does, and every rule that Windows XP does not pass over. */
import { RULE_NAMES, RULES } from '../../ndis/rules';
import { bugCheckText } from '../rule-text';
import { code, heading, link, markdownTable, page } from './markdown';

const INTRODUCTION = `What the documentation demands and what Windows XP does about it are two things. A run has one of
two profiles, \`--profile strict\` or \`--profile windows\`; all else about the run is the same.

\`strict\`, the default, reports every breach and lets the driver go on, so that one run finds many.
What would only do more damage is refused: a block that is free is not freed again. Where nothing
true could follow, as after an access to an address that is not mapped, the run stops in either.

\`windows\` reports the same findings, and then does what Windows XP (SP2 and SP3, free build, without
Driver Verifier) is known to do. Where that is a bug check, the run stops there as the system would:
a later finding of the same run would never have been seen. Where Windows notices nothing, the
driver goes on.`;

const AFTER = `A rule that is not in the table Windows XP passes over: the resource is lost, or the damage is met
later and elsewhere. The reference of the functions says the same at each function whose call
can break one of these rules.`;

export function profilesPage(): string {
  const rows = RULE_NAMES.flatMap((name) => {
    const checks = RULES[name].windowsBugChecks ?? [];
    const [category] = name.split('/');
    const rule = link(code(name), `rules/${category}.md#${name.replace('/', '')}`);
    return checks.map((check) => [rule, bugCheckText(check)]);
  });
  const table = markdownTable(['Rule', 'Windows XP'], rows);
  return page([heading(1, 'Profiles'), INTRODUCTION, table, AFTER]);
}
