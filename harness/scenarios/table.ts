/** The scenarios by name. */
import type { Scenario } from '../scenario';
import { initializeFailure } from './initialize-failure';
import { life } from './life';
import { oidSweep } from './oid-sweep';
import { registrationFailure } from './registration-failure';
import { surpriseRemoval } from './surprise-removal';

export const SCENARIOS = {
  'registration-failure': registrationFailure,
  'initialize-failure': initializeFailure,
  life,
  'oid-sweep': oidSweep,
  'surprise-removal': surpriseRemoval,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
