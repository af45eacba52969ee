/** Which rules a call can break by itself, as its row says: the gate's checks, and those of its body. */
import type { ResourceKind } from '../ndis/resource-kinds';
import { DEVICE_LEVEL, PASSIVE_LEVEL, isReleasingAdapter, type AnyRow } from '../ndis/row';
import { RULES, type RuleName } from '../ndis/rules';
import type { HandleKind } from '../ndis/types';
import { ROWS } from './rows';
import { bugCheckText } from './rule-text';

/** In the order in which the gate looks; each once. */
export function rulesOf(row: AnyRow): readonly RuleName[] {
  return [
    ...new Set([
      ...irqlRules(row),
      ...(row.withLock === undefined ? [] : [row.withLock]),
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

function irqlRules({ irql, irqlRule = 'irql/wrong-irql' }: AnyRow): readonly RuleName[] {
  const { min, max } = irql;
  const isBound = min > PASSIVE_LEVEL || max < DEVICE_LEVEL;
  return [
    ...(isBound ? [irqlRule] : []),
    ...(max < DEVICE_LEVEL ? (['irql/call-not-allowed-at-dirql'] as const) : []),
  ];
}

function handleRules({ args, afterHalt, badHandle, releases }: AnyRow): readonly RuleName[] {
  const kinds = args.filter(({ direction }) => direction !== 'out').map(({ type }) => type.handle);
  const rules: RuleName[] = [];
  if (kinds.includes('wrapper-handle'))
    rules.push('registration/null-wrapper-used', 'registration/wrapper-used-after-termination');
  if (kinds.includes('binding')) rules.push('intermediate/binding-used-after-close');
  if (afterHalt !== undefined) rules.push(afterHalt);
  if (kinds.some((kind) => kind !== undefined && kind !== 'wrapper-handle')) {
    rules.push(badHandle ?? 'resource/bad-handle');
    if (releases === undefined && badHandle === undefined && kinds.some(isGiven))
      rules.push('resource/failure-not-tested');
  }
  return rules;
}

/** Whether a call that can fail gives handles of this kind. */
function isGiven(kind: HandleKind | undefined): boolean {
  return Object.values(ROWS).some(
    ({ acquires, fails }) => acquires?.kind === kind && fails.length > 0,
  );
}

function releaseRules({ args, releases }: AnyRow): readonly RuleName[] {
  if (releases === undefined || releases.ifHeld === true) return [];
  const { kind, unknown = 'resource/bad-handle', twice = 'resource/released-twice' } = releases;
  const rules: RuleName[] = [twice];
  if (typeof unknown !== 'string') rules.push(...unknown.rules);
  else if (kind !== 'wrapper-handle') rules.push(unknown);
  if (releases.mismatch !== undefined) rules.push(releases.mismatch);
  if (args.some((arg) => isReleasingAdapter(arg, releases.key)))
    rules.push('resource/other-adapters-handle');
  return rules;
}
