/**
 * Unbinds without taking its virtual miniport down:
 * intermediate/device-instance-not-deinitialized.
 */
import {
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  NULL,
  type Handler,
  type NdisHandle,
} from '../../ndis';
import { adapterAt, GLOBALS } from '../passthru/adapter';
import { releaseAdapter } from '../passthru/bind';
import { MiniportUnload, registerMiniport, registerProtocol } from '../passthru/driver-entry';
import type { ExpectedFindings } from '../samples';

export { lower } from '../passthru';

const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (ndis, ProtocolBindingContext) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  while (adapter.IndicatedCount > 0) ndis.NdisMSleep(10_000);
  adapter.MiniportHandle = 0 as NdisHandle;
  releaseAdapter(ndis, adapter);
  return { Status: NDIS_STATUS_SUCCESS };
};

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  const { address } = ndis.global(GLOBALS);
  let status = registerMiniport(ndis, NdisWrapperHandle);
  const { DriverHandle } = GLOBALS.at(ndis.memory, address);
  if (status === NDIS_STATUS_SUCCESS) {
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
    status = registerProtocol(ndis, ProtocolUnbindAdapter);
    if (status !== NDIS_STATUS_SUCCESS) ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
  }
  const { ProtocolHandle } = ndis.global(GLOBALS);
  if (status === NDIS_STATUS_SUCCESS) ndis.NdisIMAssociateMiniport(DriverHandle, ProtocolHandle);
  else ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/device-instance-not-deinitialized'],
  life: ['intermediate/device-instance-not-deinitialized'],
  start: ['intermediate/device-instance-not-deinitialized'],
  'bind-unbind': [
    'intermediate/device-instance-not-deinitialized',
    'registration/second-start-differs',
  ],
};
