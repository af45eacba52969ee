/** Takes its layered miniport back before its protocol: intermediate/deregistration-order. */
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS, NULL, type Handler } from '../../ndis';
import { GLOBALS } from '../passthru/adapter';
import { registerMiniport, registerProtocol } from '../passthru/driver-entry';
import type { ExpectedFindings } from '../samples';

export { lower } from '../passthru';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  let status = registerMiniport(ndis, NdisWrapperHandle);
  const { DriverHandle } = ndis.global(GLOBALS);
  if (status === NDIS_STATUS_SUCCESS) {
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
    status = registerProtocol(ndis);
    if (status === NDIS_STATUS_SUCCESS)
      ndis.NdisIMAssociateMiniport(DriverHandle, ndis.global(GLOBALS).ProtocolHandle);
    else ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
  }
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

const MiniportUnload: Handler<'MiniportUnload'> = (ndis) => {
  const { DriverHandle, ProtocolHandle } = ndis.global(GLOBALS);
  ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
  ndis.NdisDeregisterProtocol(ProtocolHandle);
};

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/deregistration-order'],
  life: ['intermediate/deregistration-order'],
  start: ['intermediate/deregistration-order'],
};
