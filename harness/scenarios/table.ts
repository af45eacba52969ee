/** The scenarios by name. */
import type { Scenario } from '../scenario';
import { initializeFailure } from './initialize-failure';
import { life } from './life';
import { registrationFailure } from './registration-failure';

export const SCENARIOS = {
  'registration-failure': registrationFailure,
  'initialize-failure': initializeFailure,
  life,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
