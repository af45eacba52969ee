/** Registers as NDIS 5.1 with the length of 5.0: registration/characteristics-length-invalid. */
import { NDIS50_MINIPORT_CHARACTERISTICS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  describe: () => NDIS50_MINIPORT_CHARACTERISTICS.bytes,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['registration/characteristics-length-invalid'],
  life: ['registration/characteristics-length-invalid'],
  start: ['registration/characteristics-length-invalid'],
};
