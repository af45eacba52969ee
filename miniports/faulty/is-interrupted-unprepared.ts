/** Makes what its service routine needs when that can be called already: interrupt/not-ready-for-interrupt. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { allocateState, freeState, serviceByState } from './small-state';

export const DriverEntry = smallMiniport({
  initialize: allocateState,
  serviceInterrupt: serviceByState,
  halt: freeState,
});

/** Only an interrupt at the wrong moment shows it: sweep --only interrupt. */
export const expected: ExpectedFindings = {
  sweep: ['interrupt/not-ready-for-interrupt', 'interrupt/race-not-survived'],
};
