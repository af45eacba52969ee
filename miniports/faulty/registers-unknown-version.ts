/** Registers as NDIS 5.2, which does not exist: registration/characteristics-version-invalid. */
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.MinorNdisVersion = 2;
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/characteristics-version-invalid'],
  life: ['registration/characteristics-version-invalid'],
  start: ['registration/characteristics-version-invalid'],
};
