/**
 * Registration fails, in every way that it can: the wrapper handle is NULL, each registration of
 * miniport or protocol gives each of its statuses, and a call after a good registration fails.
 */
import { hex } from '../../ndis/finding';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { FallibleCall, RunPlan, Scenario } from '../scenario';

const WRAPPER = 'NdisInitializeWrapper';
const MINIPORT_REGISTRATIONS = ['NdisMRegisterMiniport', 'NdisIMRegisterLayeredMiniport'];
const REGISTRATIONS = [...MINIPORT_REGISTRATIONS, 'NdisRegisterProtocol'];
const SUCCESS = hex(NDIS_STATUS_SUCCESS);
/** What the scenario spoils in the characteristics, so that NDIS itself refuses them. */
const SPOILED = ['MajorNdisVersion:9', 'CharacteristicsLength:8', 'InitializeHandler:0'];

function injected(call: string, failure: string, occurrence = 1): RunPlan {
  return { faults: [{ call, failure, occurrence }] };
}

/** A registration that gives each of its statuses, and one that NDIS refuses by itself. */
function failing({ call, failures, occurrence }: FallibleCall): RunPlan[] {
  const spoiled = MINIPORT_REGISTRATIONS.includes(call) ? SPOILED : [];
  return [...failures, ...spoiled].map((failure) => injected(call, failure, occurrence));
}

export const registrationFailure: Scenario = {
  name: 'registration-failure',
  summary: 'Lets NdisInitializeWrapper give NULL and each registration fail in every way.',
  plan(rehearse) {
    const calls = rehearse().filter(({ boundary }) => boundary === 'DriverEntry');
    const isRegistration = ({ call }: FallibleCall) => REGISTRATIONS.includes(call);
    const first = calls.findIndex(isRegistration);
    const registrations = calls.filter(isRegistration);
    const later = calls.slice(first + 1).filter((call) => !isRegistration(call));
    // A protocol driver that is nothing else has no wrapper handle.
    const isMiniport = first < 0 || calls.some(({ call }) => call === WRAPPER);
    return [
      // What keeps it from registering is seen where nothing is in its way.
      ...(first < 0 ? [{ faults: [] }] : []),
      ...(isMiniport ? [injected(WRAPPER, 'NULL')] : []),
      ...registrations.flatMap(failing),
      ...(first < 0 ? [] : later).map(({ call, occurrence, failures }) =>
        injected(call, failures[0], occurrence),
      ),
    ];
  },
  play(session) {
    session.load();
    const { os, image, entryStatus } = session;
    const hasRegistered = image?.registrationStatus !== undefined;
    if (!hasRegistered && entryStatus !== SUCCESS && os.injectedFaults === undefined)
      os.inconclusive(`DriverEntry returned ${entryStatus} before it had registered anything`);
    session.unload();
  },
};
