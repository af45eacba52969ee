/**
 * Other bytes in the memory that the driver is given and in its stack than were there before: what it
 * does must not depend on them.
 */
import type { Scenario } from '../scenario';
import { life } from './life';

export const freshMemory: Scenario = {
  name: 'fresh-memory',
  summary: 'Lives with other bytes in fresh memory and on the stack, where all must be as ever.',
  plan: (rehearse) => rehearse.uninitialized().map((fault) => ({ faults: [fault] })),
  play: (session) => life.play(session),
};
