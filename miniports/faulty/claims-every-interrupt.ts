/** Claims each interrupt without a look at its NIC: interrupt/foreign-interrupt-claimed. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  serviceInterrupt(ndis, adapter) {
    RIGHT.serviceInterrupt(ndis, adapter);
    return true;
  },
});

/** Only an interrupt of another device shows it: the slot's, or sweep --only interrupt. */
export const expected: ExpectedFindings = {
  'surprise-removal': ['interrupt/foreign-interrupt-claimed'],
  sweep: ['interrupt/foreign-interrupt-claimed'],
};
