/**
 * Returns the failure of NdisRegisterProtocol with its layered miniport registered:
 * intermediate/layered-miniport-not-deregistered.
 */
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS, NULL, type Handler } from '../../ndis';
import { GLOBALS } from '../passthru/adapter';
import { MiniportUnload, registerMiniport, registerProtocol } from '../passthru/driver-entry';
import type { ExpectedFindings } from '../samples';

export { lower } from '../passthru';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  let status = registerMiniport(ndis, NdisWrapperHandle);
  if (status === NDIS_STATUS_SUCCESS) {
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
    status = registerProtocol(ndis);
  }
  const { DriverHandle, ProtocolHandle } = ndis.global(GLOBALS);
  if (status === NDIS_STATUS_SUCCESS) ndis.NdisIMAssociateMiniport(DriverHandle, ProtocolHandle);
  else ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

export const expected: ExpectedFindings = {
  'registration-failure': ['intermediate/layered-miniport-not-deregistered'],
};
