/** Is of NDIS 5.1 and has no MiniportShutdown: registration/shutdown-handler-missing. */
import { NDIS51_MINIPORT_CHARACTERISTICS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.AdapterShutdownHandler = NULL;
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/shutdown-handler-missing'],
  life: ['registration/shutdown-handler-missing'],
  start: ['registration/shutdown-handler-missing'],
};
