/** Selects the first medium, whatever it is: registration/unsupported-medium-accepted. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({ findMedium: () => 0 });

export const expected: ExpectedFindings = {
  configuration: ['registration/unsupported-medium-accepted'],
};
