/** Registers without MiniportReset: registration/mandatory-handler-missing. */
import { NDIS51_MINIPORT_CHARACTERISTICS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.ResetHandler = NULL;
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/mandatory-handler-missing'],
  life: ['registration/mandatory-handler-missing'],
  start: ['registration/mandatory-handler-missing'],
};
