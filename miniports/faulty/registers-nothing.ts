/** Succeeds without registering a miniport: registration/success-without-registration. */
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS, NULL, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  return NdisWrapperHandle === 0 ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
};

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/success-without-registration'],
  'initialize-failure': ['registration/success-without-registration'],
  life: ['registration/success-without-registration'],
  start: ['registration/success-without-registration'],
};
