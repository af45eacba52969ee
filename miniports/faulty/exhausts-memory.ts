/** Takes memory of its own without end: memory/host-memory-exhausted. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize() {
    const taken: number[][] = [];
    for (;;) taken.push(new Array<number>(65536).fill(taken.length));
  },
});

/** It takes the thread with it: only to be run in one of its own. */
export const isolated = true;

export const expected: ExpectedFindings = {
  'initialize-failure': ['memory/host-memory-exhausted'],
  life: ['memory/host-memory-exhausted'],
};
