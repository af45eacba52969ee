/** Never deregisters its interrupt: interrupt/interrupt-not-deregistered. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  deregisterInterrupt: () => undefined,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['interrupt/interrupt-not-deregistered'],
  life: ['interrupt/interrupt-not-deregistered'],
  'surprise-removal': ['interrupt/callback-after-unload', 'interrupt/interrupt-not-deregistered'],
  start: ['interrupt/interrupt-not-deregistered'],
};
