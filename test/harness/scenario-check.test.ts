/** Scenarios of a user's own that are wrong. */
import { planOf, playOn } from '../../harness/scenario-check';
import type { Scenario } from '../../harness/scenario';
import { createSession } from '../support/inline-driver';

function scenario(parts: { plan?: unknown; play?: unknown }): Scenario {
  const { plan = [], play = () => undefined } = parts;
  return { name: 'mine', summary: 'Mine.', plan: () => plan, play } as unknown as Scenario;
}

const rehearse = Object.assign(() => [], {
  accesses: () => [],
  disturbances: () => [],
  uninitialized: () => [],
  keywords: () => new Map(),
  note: () => undefined,
});
const fault = { call: 'NdisInitializeWrapper', failure: 'NULL', occurrence: 1 };

test.each([
  { plan: [] },
  { plan: [{ faults: [] }] },
  { plan: [{ faults: [fault] }] },
  { plan: [{ faults: [{ call: 'device', failure: 'gone', occurrence: 3 }] }] },
  { plan: [{ faults: [{ ...fault, call: 'NdisMRegisterMiniport', failure: 'HaltHandler:0' }] }] },
])('$plan is a plan', ({ plan }) => {
  expect(planOf(scenario({ plan }), rehearse)).toEqual(plan);
});

test.each([
  { plan: 5 },
  { plan: null },
  { plan: [null] },
  { plan: [{}] },
  { plan: [{ faults: 'NdisInitializeWrapper' }] },
  { plan: [{ faults: [null] }] },
  { plan: [{ faults: [{ ...fault, call: 'NdisFoo' }] }] },
  { plan: [{ faults: [{ ...fault, failure: 'NDIS_STATUS_FAILURE' }] }] },
  { plan: [{ faults: [{ ...fault, occurrence: '1' }] }] },
  { plan: [{ faults: [{ call: 'device', failure: 'NULL', occurrence: 1 }] }] },
])('$plan is none', ({ plan }) => {
  expect(() => planOf(scenario({ plan }), rehearse)).toThrow(/plan\(\) of the scenario mine must/);
});

test('a scenario that does its work later is refused', () => {
  const session = createSession();
  const later = scenario({ play: async () => undefined });
  expect(() => playOn(later, session)).toThrow('play() of the scenario mine must not be async');
  playOn(scenario({}), session);
});
