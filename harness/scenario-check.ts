/** What a scenario of a user's own may get wrong; its types are checked by nobody before. */
import { isFailureOf, type Fault } from '../ndis/faults';
import { isDisturbance } from './disturbance/forms';
import { UsageError } from './result';
import { ROWS } from './rows';
import type { RunPlan, Scenario } from './scenario';
import type { Session } from './session';

/** The runs that a scenario plans. @throws UsageError if `plan` gives something else. */
export function planOf(scenario: Scenario, rehearse: Parameters<Scenario['plan']>[0]) {
  const plans: unknown = scenario.plan(rehearse);
  if (Array.isArray(plans) && plans.every(isPlan)) return plans;
  const form = '[{ faults: [{ call, failure, occurrence }] }], with calls that can fail so';
  throw new UsageError(`plan() of the scenario ${scenario.name} must give ${form}`);
}

/** Plays one run. @throws UsageError if `play` leaves work for later, when the run is over. */
export function playOn(scenario: Scenario, session: Session): void {
  const returned: unknown = scenario.play(session);
  if (returned instanceof Promise)
    throw new UsageError(`play() of the scenario ${scenario.name} must not be async`);
}

function isPlan(plan: unknown): plan is RunPlan {
  const { faults } = (plan ?? {}) as Partial<RunPlan>;
  return Array.isArray(faults) && faults.every(isFault);
}

function isFault(fault: unknown): fault is Fault {
  const { call, failure, occurrence } = (fault ?? {}) as Partial<Fault>;
  if (typeof call !== 'string' || typeof failure !== 'string') return false;
  if (!Number.isInteger(occurrence)) return false;
  if (Object.hasOwn(ROWS, call)) return isFailureOf(ROWS[call], failure);
  return isDisturbance({ call, failure, occurrence } as Fault);
}
