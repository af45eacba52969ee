/** The rules table. */
export { BUGCODE_NDIS_DRIVER, windowsBugCheck, type BreachCircumstances } from './bug-check';
export type {
  CheckId,
  CheckedRule,
  RuleCategory,
  RuleDocument,
  RuleRow,
  WaitingRule,
  WindowsBugCheck,
} from './rule';
export { WAITS_FOR } from './rule';
export { RULES, RULE_NAMES, ruleIdsCovered, type RuleName } from './table';
