/** Never unmaps the registers: resource/io-space-not-unmapped. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  unmapRegisters: () => undefined,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/io-space-not-unmapped'],
  life: ['resource/io-space-not-unmapped'],
  start: ['resource/io-space-not-unmapped'],
};
