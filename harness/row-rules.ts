/** Which rules a call can break by itself, as its row says: the gate's checks, and those of its body. */
import type { ResourceKind } from '../ndis/resource-kinds';
import { HIGH_LEVEL, PASSIVE_LEVEL, type AnyRow } from '../ndis/row';
import { RULES, type RuleName } from '../ndis/rules';
import { bugCheckText } from './rule-text';

/** In the order in which the gate looks; each once. */
export function rulesOf(row: AnyRow): readonly RuleName[] {
  return [
    ...new Set([
      ...irqlRules(row),
      ...(row.needsAttributes === true ? (['registration/attributes-not-set-first'] as const) : []),
      ...(row.onlyIn === undefined ? [] : [row.onlyIn.rule]),
      ...handleRules(row),
      ...releaseRules(row),
      ...(row.breaks ?? []),
    ]),
  ];
}

/** Where Windows XP does not go on as the profile `strict` does: the rule, and what it does. */
export function profileDifferences(
  row: AnyRow,
): readonly { readonly rule: RuleName; readonly checks: readonly string[] }[] {
  const kinds = resourceKindsOf(row);
  return rulesOf(row).flatMap((rule) => {
    const checks = (RULES[rule].windowsBugChecks ?? [])
      .filter(({ at }) => at === undefined)
      .filter(({ resource }) => resource === undefined || kinds.includes(resource))
      .map((check) => bugCheckText({ ...check, resource: undefined }));
    return checks.length === 0 ? [] : [{ rule, checks }];
  });
}

/** The kinds of resource that a breach by this call can concern. */
function resourceKindsOf({ acquires, releases }: AnyRow): readonly ResourceKind[] {
  return [
    ...(acquires === undefined ? [] : [acquires.kind]),
    ...(releases === undefined ? [] : [releases.kind, ...(releases.alsoKinds ?? [])]),
  ];
}

function irqlRules({ irql }: AnyRow): readonly RuleName[] {
  return irql.min === PASSIVE_LEVEL && irql.max === HIGH_LEVEL ? [] : ['irql/wrong-irql'];
}

function handleRules({ args, afterHalt }: AnyRow): readonly RuleName[] {
  const kinds = args.filter(({ direction }) => direction !== 'out').map(({ type }) => type.handle);
  const rules: RuleName[] = [];
  if (kinds.includes('wrapper-handle'))
    rules.push('registration/null-wrapper-used', 'registration/wrapper-used-after-termination');
  if (kinds.includes('binding')) rules.push('intermediate/binding-used-after-close');
  if (afterHalt !== undefined) rules.push(afterHalt);
  if (kinds.some((kind) => kind !== undefined && kind !== 'wrapper-handle'))
    rules.push('resource/bad-handle');
  return rules;
}

function releaseRules({ releases }: AnyRow): readonly RuleName[] {
  if (releases === undefined || releases.ifHeld === true) return [];
  const { kind, unknown = 'resource/bad-handle', twice = 'resource/released-twice' } = releases;
  const rules: RuleName[] = [twice];
  if (typeof unknown !== 'string') rules.push(...unknown.rules);
  else if (kind !== 'wrapper-handle') rules.push(unknown);
  if (releases.mismatch !== undefined) rules.push(releases.mismatch);
  return rules;
}
