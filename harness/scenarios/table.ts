/** The scenarios by name. */
import type { Scenario } from '../scenario';
import { bindUnbind } from './bind-unbind';
import { freshMemory } from './fresh-memory';
import { hostileDevice } from './hostile-device';
import { configuration } from './configuration';
import { initializeFailure } from './initialize-failure';
import { life } from './life';
import { oidSweep } from './oid-sweep';
import { packetShapes } from './packet-shapes';
import { power } from './power';
import { registrationFailure } from './registration-failure';
import { resetStorm } from './reset-storm';
import { surpriseRemoval } from './surprise-removal';

export const SCENARIOS = {
  'registration-failure': registrationFailure,
  'initialize-failure': initializeFailure,
  life,
  configuration,
  'oid-sweep': oidSweep,
  power,
  'reset-storm': resetStorm,
  'packet-shapes': packetShapes,
  'bind-unbind': bindUnbind,
  'surprise-removal': surpriseRemoval,
  'hostile-device': hostileDevice,
  'fresh-memory': freshMemory,
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;
