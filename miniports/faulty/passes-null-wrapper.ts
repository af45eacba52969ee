/** Does not look whether NdisInitializeWrapper gave NULL: registration/null-wrapper-used. */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_SUCCESS,
  NULL,
  type Handler,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { rightCharacteristics } from './small-miniport';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  const status = ndis.NdisMRegisterMiniport(
    NdisWrapperHandle,
    rightCharacteristics(ndis).address,
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/null-wrapper-used'],
};
