/** The rules table. */
export { windowsBugCheck, type BreachCircumstances } from './bug-check';
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
