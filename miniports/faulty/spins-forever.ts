/**
 * Loops in MiniportInitialize without a call to the system: registration/callback-never-returns.
 */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize() {
    for (;;);
  },
});

/** It takes the thread with it: only to be run in one of its own. */
export const isolated = true;

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/callback-never-returns'],
  life: ['registration/callback-never-returns'],
};
