/**
 * Uses only inline functions of ndis.h before NdisInitializeWrapper, which are no calls to NDIS.
 */
import type { Handler } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const register = smallMiniport({});

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const buffer = ndis.localBytes(64);
  ndis.NdisZeroMemory(buffer, 64);
  ndis.NdisFillMemory(buffer, 64, 0xff);
  return register(ndis, DriverObject, RegistryPath);
};
