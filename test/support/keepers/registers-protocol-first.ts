/**
 * Registers its lower edge before its upper one, and unwinds in the inverse order when a
 * registration fails.
 */
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS, NULL, type Handler } from '../../../ndis';
import { GLOBALS } from '../../../miniports/passthru/adapter';
import {
  MiniportUnload,
  registerMiniport,
  registerProtocol,
} from '../../../miniports/passthru/driver-entry';

export { lower } from '../../../miniports/passthru';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  let status = registerProtocol(ndis);
  if (status === NDIS_STATUS_SUCCESS) {
    status = registerMiniport(ndis, NdisWrapperHandle);
    const { DriverHandle, ProtocolHandle } = ndis.global(GLOBALS);
    if (status === NDIS_STATUS_SUCCESS) {
      ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
      ndis.NdisIMAssociateMiniport(DriverHandle, ProtocolHandle);
      return status;
    }
    ndis.NdisDeregisterProtocol(ProtocolHandle);
  }
  ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};
