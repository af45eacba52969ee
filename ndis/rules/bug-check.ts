/** How Windows XP meets the breach of a rule. Source: Bug Check Code Reference. */
import type { RuleRow, WindowsBugCheck } from './rule';

/** Under what circumstances a rule was broken, as far as they are known. */
export interface BreachCircumstances {
  /** The handler on whose return it was seen. */
  readonly handler?: string;
  /** The kind of the resource concerned, a key of RESOURCE_KINDS. */
  readonly resource?: string;
  /** The call in which it was seen. */
  readonly call?: string;
  readonly isIrqlRaised?: boolean;
}

/** The bug check that ends the run in the `windows` profile, or undefined where Windows goes on. */
export function windowsBugCheck(
  row: RuleRow,
  circumstances: BreachCircumstances,
): WindowsBugCheck | undefined {
  const { handler, resource, call, isIrqlRaised = false } = circumstances;
  const irql = isIrqlRaised ? 'raised' : 'passive';
  return row.windowsBugChecks?.find(
    (check) =>
      (check.at === undefined || check.at === handler) &&
      (check.resource === undefined || check.resource === resource) &&
      (check.call === undefined || check.call === call) &&
      (check.irql === undefined || check.irql === irql),
  );
}
