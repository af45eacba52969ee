/** Is of NDIS 5.1 and hears of no event: registration/pnp-event-handler-missing. */
import { NDIS51_MINIPORT_CHARACTERISTICS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.PnPEventNotifyHandler = NULL;
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/pnp-event-handler-missing'],
  life: ['registration/pnp-event-handler-missing'],
  start: ['registration/pnp-event-handler-missing'],
};
