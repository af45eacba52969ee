/** What is to be said of a rule beside its own words, on the terminal as in the reference. */
import { hex } from '../ndis/finding';
import { RESOURCE_KINDS } from '../ndis/resource-kinds';
import type { RuleName, WindowsBugCheck } from '../ndis/rules';

/** What must be given back, and by which call, for the rule not to be broken. */
export function resourcesOf(name: RuleName): readonly string[] {
  const kinds = Object.values(RESOURCE_KINDS).filter((kind) => kind.leak === name);
  return [...new Set(kinds.map(({ noun, releasedBy }) => `${noun}, given back by ${releasedBy}`))];
}

/** How Windows XP meets a breach, and when: `bug check 0x000000C2 with parameter 1 = 0x00000007`. */
export function bugCheckText(check: WindowsBugCheck): string {
  const { code, parameter1, parameter4, at, resource, isInDpc, irql } = check;
  const first = parameter1 === undefined ? '' : ` with parameter 1 = ${hex(parameter1)}`;
  const fourth = parameter4 === undefined ? '' : ` with parameter 4 = ${hex(parameter4)}`;
  const where = at === undefined ? '' : `, on the return of ${at}`;
  const kind = resource === undefined ? '' : `, for ${RESOURCE_KINDS[resource].noun}`;
  const dpc = isInDpc === undefined ? '' : ', in a DPC';
  const level = irql === undefined ? '' : `, at ${irql} IRQL`;
  return `bug check ${hex(code)}${first}${fourth}${where}${kind}${dpc}${level}`;
}
