/** Associates its edges before it has registered the lower one: intermediate/associated-without-both. */
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
    const { DriverHandle } = ndis.global(GLOBALS);
    ndis.NdisIMAssociateMiniport(DriverHandle, ndis.global(GLOBALS).ProtocolHandle);
    status = registerProtocol(ndis);
    if (status === NDIS_STATUS_SUCCESS)
      ndis.NdisIMAssociateMiniport(DriverHandle, ndis.global(GLOBALS).ProtocolHandle);
    else ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
  }
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/associated-without-both'],
  'registration-failure': ['intermediate/associated-without-both'],
  life: ['intermediate/associated-without-both'],
  start: ['intermediate/associated-without-both'],
};
