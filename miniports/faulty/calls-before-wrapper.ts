/** Asks NDIS for its version before NdisInitializeWrapper: registration/wrapper-order. */
import type { Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const register = smallMiniport({});

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  ndis.NdisGetVersion();
  return register(ndis, DriverObject, RegistryPath);
};

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/wrapper-order'],
  'initialize-failure': ['registration/wrapper-order'],
  life: ['registration/wrapper-order'],
  start: ['registration/wrapper-order'],
};
