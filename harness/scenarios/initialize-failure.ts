/**
 * Each resource call of MiniportInitialize or ProtocolBindAdapter fails once; then the same image
 * must start as ever.
 */
import type { Scenario } from '../scenario';
import { compareLoads } from './next-load';

/** The handlers that bring an adapter up, or a protocol's binding. */
const STARTING = ['MiniportInitialize', 'ProtocolBindAdapter'];

export const initializeFailure: Scenario = {
  name: 'initialize-failure',
  summary: 'Lets each fallible call of MiniportInitialize fail once, then loads the driver again.',
  plan(rehearse) {
    const calls = rehearse().filter(({ boundary }) => STARTING.includes(boundary));
    return calls.map(({ call, occurrence, failures }) => ({
      faults: [{ call, failure: failures[0], occurrence }],
    }));
  },
  play(session) {
    const like = session.nextCleanLoad;
    session.bringUp();
    const hasStarted = session.adapter !== undefined;
    session.halt();
    session.unload();
    if (hasStarted || session.os.injectedFaults === undefined) return;
    // The fault is over: now nothing is in the way, but what was in the way of the first as well.
    const again = session.bringUp();
    if (like !== undefined) compareLoads(session, again, like);
    session.halt();
    session.unload();
  },
};
