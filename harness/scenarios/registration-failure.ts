/**
 * Registration fails, in every way that it can: the wrapper handle is NULL, NdisMRegisterMiniport
 * returns each of its statuses, and a call after a good registration fails.
 */
import type { FallibleCall, RunPlan, Scenario } from '../scenario';

const WRAPPER = 'NdisInitializeWrapper';
const REGISTRATION = 'NdisMRegisterMiniport';
/** What the scenario spoils in the characteristics, so that NDIS itself refuses them. */
const SPOILED = ['MajorNdisVersion:9', 'CharacteristicsLength:8', 'InitializeHandler:0'];

function injected(call: string, failure: string, occurrence = 1): RunPlan {
  return { faults: [{ call, failure, occurrence }] };
}

/** The calls of DriverEntry that come after a good registration. */
function afterRegistration(calls: readonly FallibleCall[]): readonly FallibleCall[] {
  const index = calls.findIndex(({ call }) => call === REGISTRATION);
  if (index < 0) return [];
  return calls.slice(index + 1).filter(({ boundary }) => boundary === 'DriverEntry');
}

export const registrationFailure: Scenario = {
  name: 'registration-failure',
  summary: 'Lets NdisInitializeWrapper give NULL and NdisMRegisterMiniport fail in every way.',
  plan(rehearse) {
    const calls = rehearse();
    const statuses = calls.find(({ call }) => call === REGISTRATION)?.failures ?? [];
    const spoiled = SPOILED.map((what): RunPlan => injected(REGISTRATION, what));
    const later = afterRegistration(calls).map(({ call, occurrence, failures }): RunPlan =>
      injected(call, failures[0], occurrence),
    );
    return [
      injected(WRAPPER, 'NULL'),
      ...statuses.map((status) => injected(REGISTRATION, status)),
      ...(statuses.length > 0 ? spoiled : []),
      ...later,
    ];
  },
  play(session) {
    session.load();
    session.unload();
  },
};
