/**
 * Tries once more when registration fails, with the handle that is still its own, and gives that
 * back as its last word.
 */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  NULL,
  type Handler,
} from '../../../ndis';
import { rightCharacteristics } from '../../../miniports/faulty/small-miniport';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  const register = () =>
    ndis.NdisMRegisterMiniport(
      NdisWrapperHandle,
      rightCharacteristics(ndis).address,
      NDIS51_MINIPORT_CHARACTERISTICS.bytes,
    );
  let status = register();
  if (status !== NDIS_STATUS_SUCCESS) status = register();
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};
