/** Reads a register that it has unmapped: hardware/access-after-release. */
import { NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  unmapRegisters(ndis, adapter) {
    const { Registers } = adapter;
    RIGHT.unmapRegisters(ndis, adapter);
    if (Registers !== NULL) ndis.NdisReadRegisterUlong(Registers);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/access-after-release'],
  life: ['hardware/access-after-release'],
  start: ['hardware/access-after-release'],
};
