/** The rules table. */
export { windowsBugCheck, type BreachCircumstances } from './bug-check';
export type { CheckId, RuleCategory, RuleDocument, RuleRow, WindowsBugCheck } from './rule';
export { RULES, RULE_NAMES, ruleIdsCovered, type RuleName } from './table';
