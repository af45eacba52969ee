/** All rules by name: everything that a finding can say is wrong with a driver. */
import { DMA_RULES } from './dma';
import { HARDWARE_RULES } from './hardware';
import { INTERMEDIATE_RULES } from './intermediate';
import { INTERRUPT_RULES } from './interrupt';
import { IRQL_RULES } from './irql';
import { MEMORY_RULES } from './memory';
import { OID_RULES } from './oid';
import { PACKET_RULES } from './packet';
import { POWER_RULES } from './power';
import { REGISTRATION_RULES } from './registration';
import { RESOURCE_RULES } from './resource';
import type { CheckId, RuleRow } from './rule';

const TABLE = {
  ...REGISTRATION_RULES,
  ...RESOURCE_RULES,
  ...IRQL_RULES,
  ...PACKET_RULES,
  ...INTERRUPT_RULES,
  ...DMA_RULES,
  ...OID_RULES,
  ...POWER_RULES,
  ...INTERMEDIATE_RULES,
  ...MEMORY_RULES,
  ...HARDWARE_RULES,
} as const satisfies Record<string, RuleRow>;

/** As `registration/wrapper-not-terminated`. */
export type RuleName = keyof typeof TABLE;

export const RULES: Readonly<Record<RuleName, RuleRow>> = TABLE;

/** The names in the order of the table, by category. */
export const RULE_NAMES = Object.keys(TABLE) as readonly RuleName[];

/** The checks that at least one rule enforces, in order. */
export function ruleIdsCovered(): readonly CheckId[] {
  const ids = new Set<CheckId>();
  for (const { id, alsoIds = [] } of Object.values<RuleRow>(TABLE)) {
    if (id !== 'own') ids.add(id);
    for (const also of alsoIds) ids.add(also);
  }
  return [...ids].sort();
}
