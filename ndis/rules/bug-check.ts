/** How Windows XP meets the breach of a rule. Source: Bug Check Code Reference. */
import type { RuleRow, WindowsBugCheck } from './rule';

/** Under what circumstances a rule was broken, as far as they are known. */
export interface BreachCircumstances {
  /** The handler on whose return it was seen. */
  readonly handler?: string;
  /** The kind of the resource concerned, a key of RESOURCE_KINDS. */
  readonly resource?: string;
  readonly isIrqlRaised?: boolean;
  readonly isInDpc?: boolean;
}

/** The bug check that ends the run in the `windows` profile, or undefined where Windows goes on. */
export function windowsBugCheck(
  row: RuleRow,
  circumstances: BreachCircumstances,
): WindowsBugCheck | undefined {
  const { handler, resource, isIrqlRaised = false, isInDpc = false } = circumstances;
  const irql = isIrqlRaised ? 'raised' : 'passive';
  return row.windowsBugChecks?.find(
    (check) =>
      (check.at === undefined || check.at === handler) &&
      (check.resource === undefined || check.resource === resource) &&
      (check.isInDpc === undefined || check.isInDpc === isInDpc) &&
      (check.irql === undefined || check.irql === irql),
  );
}
