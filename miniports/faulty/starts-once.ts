/** Remembers in a global variable that it has started: registration/second-start-differs. */
import { BOOLEAN, layout, NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const GLOBALS = layout('GLOBALS', undefined, { HasStarted: BOOLEAN });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const globals = ndis.global(GLOBALS);
    if (globals.HasStarted) return NDIS_STATUS_FAILURE;
    globals.HasStarted = true;
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'bind-unbind': ['registration/second-start-differs'],
};
