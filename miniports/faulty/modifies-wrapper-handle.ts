/** Registers with a wrapper handle that it has changed: registration/wrapper-handle-misused. */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_FAILURE,
  NULL,
  type Handler,
  type NdisHandle,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { rightCharacteristics } from './small-miniport';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_FAILURE;
  const status = ndis.NdisMRegisterMiniport(
    (NdisWrapperHandle | 1) as NdisHandle,
    rightCharacteristics(ndis).address,
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

export const expected: ExpectedFindings = {
  'registration-failure': ['registration/wrapper-handle-misused'],
  'initialize-failure': ['registration/wrapper-handle-misused'],
  life: ['registration/wrapper-handle-misused'],
  start: ['registration/wrapper-handle-misused'],
};
