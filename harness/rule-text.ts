/** What is to be said of a rule beside its own words, on the terminal as in the reference. */
import { hex } from '../ndis/finding';
import { RESOURCE_KINDS } from '../ndis/resource-kinds';
import type { RuleName, WindowsBugCheck } from '../ndis/rules';

/** What must be given back, and by which call, for the rule not to be broken. */
export function resourcesOf(name: RuleName): readonly string[] {
  const kinds = Object.values(RESOURCE_KINDS).filter((kind) => kind.leak === name);
  return [...new Set(kinds.map(({ noun, releasedBy }) => `${noun}, given back by ${releasedBy}`))];
}

/** How Windows XP meets a breach, and when: `bug check 0x0000007C with parameter 1 = 0x00000003`. */
export function bugCheckText(check: WindowsBugCheck): string {
  const { code, parameter1, at, resource, call, irql } = check;
  const parameter = parameter1 === undefined ? '' : ` with parameter 1 = ${hex(parameter1)}`;
  const where = at === undefined ? '' : `, on the return of ${at}`;
  const kind = resource === undefined ? '' : `, for ${RESOURCE_KINDS[resource].noun}`;
  const caller = call === undefined ? '' : `, in ${call}`;
  const level = irql === undefined ? '' : `, at ${irql} IRQL`;
  return `bug check ${hex(code)}${parameter}${where}${kind}${caller}${level}`;
}
