/** Maps the registers before NdisMSetAttributesEx: registration/attributes-not-set-first. */
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: () => undefined,
  mapRegisters(ndis, adapter) {
    const status = RIGHT.mapRegisters(ndis, adapter);
    RIGHT.setAttributes(ndis, adapter);
    return status;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/attributes-not-set-first'],
  life: ['registration/attributes-not-set-first'],
  start: ['registration/attributes-not-set-first'],
};
