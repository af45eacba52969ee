/** Never frees its spin lock: irql/spin-lock-not-freed. */
import type { ExpectedFindings } from '../samples';
import { allocateLock } from './small-lock';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateLock,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['irql/spin-lock-not-freed'],
  life: ['irql/spin-lock-not-freed'],
  start: ['irql/spin-lock-not-freed'],
};
