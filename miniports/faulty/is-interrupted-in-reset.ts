/** Takes away what its service routine needs while it resets: interrupt/race-not-survived. */
import { NDIS_STATUS_SUCCESS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import {
  freeState,
  registerWithState,
  serviceByState,
  setStateBlock,
  stateBlock,
} from './small-state';

export const DriverEntry = smallMiniport({
  registerInterrupt: registerWithState,
  serviceInterrupt: serviceByState,
  reset(ndis) {
    const block = stateBlock(ndis);
    setStateBlock(ndis, NULL);
    ndis.NdisStallExecution(10);
    setStateBlock(ndis, block);
    return NDIS_STATUS_SUCCESS;
  },
  deregisterInterrupt(ndis, adapter) {
    const { IsInterruptRegistered } = adapter;
    RIGHT.deregisterInterrupt(ndis, adapter);
    if (IsInterruptRegistered) freeState(ndis);
  },
});

/** Only an interrupt at the wrong moment shows it: sweep --only interrupt. */
export const expected: ExpectedFindings = { sweep: ['interrupt/race-not-survived'] };
