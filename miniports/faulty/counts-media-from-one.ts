/** Selects the medium behind the one that it found: registration/medium-index-out-of-list. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  findMedium: (...list) => RIGHT.findMedium(...list) + 1,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/medium-index-out-of-list'],
  life: ['registration/medium-index-out-of-list'],
  configuration: [
    'registration/medium-index-out-of-list',
    'registration/unsupported-medium-accepted',
  ],
  start: ['registration/medium-index-out-of-list'],
};
