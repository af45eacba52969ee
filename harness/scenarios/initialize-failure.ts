/**
 * Each resource call of MiniportInitialize or ProtocolBindAdapter fails once; then the same image
 * must start as ever.
 */
import type { Scenario } from '../scenario';

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
    const hasLoaded = session.load();
    const hasStarted = hasLoaded && session.start();
    session.halt();
    session.unload();
    if (!hasLoaded || hasStarted || session.os.injectedFaults === undefined) return;
    // The fault is over: now nothing is in the way.
    const again = session.load() && session.start();
    if (!again)
      session.os.report('registration/second-load-differs', {
        what: 'After a failed MiniportInitialize the same image did not start again.',
        boundary: 'MiniportInitialize',
      });
    session.halt();
    session.unload();
  },
};
