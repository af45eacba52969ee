/**
 * A whole protocol driver as small as one can be: it opens the adapter below and listens to nothing.
 * It is made of named steps, and each faulty protocol is this one with one step put differently.
 */
import {
  DRIVER_OBJECT,
  layout,
  NDIS50_PROTOCOL_CHARACTERISTICS,
  NDIS_HANDLE,
  NDIS_STATUS_NOT_ACCEPTED,
  NDIS_STATUS_SUCCESS,
  NdisMedium802_3,
  NULL,
  ULONG,
  UNICODE_STRING,
  type Handler,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';

/** The sample that drives the NIC below. */
export const lower = 'e1000';

const GLOBALS = layout('GLOBALS', undefined, {
  ProtocolHandle: NDIS_HANDLE,
  BindingHandle: NDIS_HANDLE,
  BindContext: NDIS_HANDLE,
});
const MEDIUM = layout('MEDIUM', undefined, { Value: ULONG });

/** The steps of the driver as they should be. */
const RIGHT = {
  /** The last step of ProtocolUnbindAdapter. */
  close: (ndis: Ndis, BindingHandle: NdisHandle): void => {
    ndis.NdisCloseAdapter(BindingHandle);
  },

  /** The unload routine. */
  deregister: (ndis: Ndis, ProtocolHandle: NdisHandle): void => {
    ndis.NdisDeregisterProtocol(ProtocolHandle);
  },
};

/** A protocol that does all steps right but those that are told. */
export function smallProtocol(own: Partial<typeof RIGHT>): Handler<'DriverEntry'> {
  const steps = { ...RIGHT, ...own };
  const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (ndis) => {
    steps.close(ndis, ndis.global(GLOBALS).BindingHandle);
    return { Status: NDIS_STATUS_SUCCESS };
  };
  const DriverUnload: Handler<'MiniportUnload'> = (ndis) =>
    steps.deregister(ndis, ndis.global(GLOBALS).ProtocolHandle);
  return (ndis, DriverObject) => {
    DRIVER_OBJECT.at(ndis.memory, DriverObject).DriverUnload = ndis.addressOf(DriverUnload);
    return register(ndis, ProtocolUnbindAdapter);
  };
}

function register(ndis: Ndis, unbind: Handler<'ProtocolUnbindAdapter'>): NdisStatus {
  const characteristics = ndis.local(NDIS50_PROTOCOL_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS50_PROTOCOL_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  ndis.NdisMoveMemory(
    characteristics.Name.address,
    ndis.unicodeString('Small'),
    UNICODE_STRING.bytes,
  );
  characteristics.OpenAdapterCompleteHandler = ndis.addressOf(ProtocolOpenAdapterComplete);
  characteristics.CloseAdapterCompleteHandler = ndis.addressOf(ProtocolCloseAdapterComplete);
  characteristics.ReceiveHandler = ndis.addressOf(ProtocolReceive);
  characteristics.StatusHandler = ndis.addressOf(ProtocolStatus);
  characteristics.BindAdapterHandler = ndis.addressOf(ProtocolBindAdapter);
  characteristics.UnbindAdapterHandler = ndis.addressOf(unbind);
  const { Status, NdisProtocolHandle } = ndis.NdisRegisterProtocol(
    characteristics.address,
    NDIS50_PROTOCOL_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).ProtocolHandle = NdisProtocolHandle;
  return Status;
}

const ProtocolBindAdapter: Handler<'ProtocolBindAdapter'> = (
  ndis,
  BindContext,
  DeviceName: VirtualAddress,
) => {
  const medium = ndis.local(MEDIUM);
  medium.Value = NdisMedium802_3;
  const globals = ndis.global(GLOBALS);
  globals.BindContext = BindContext;
  const { Status, NdisBindingHandle } = ndis.NdisOpenAdapter(
    medium.address,
    1,
    globals.ProtocolHandle,
    globals.address,
    DeviceName,
    0,
    NULL,
  );
  globals.BindingHandle = NdisBindingHandle;
  return { Status };
};

/** The bind was left pending, because opening was. */
const ProtocolOpenAdapterComplete: Handler<'ProtocolOpenAdapterComplete'> = (
  ndis,
  _ProtocolBindingContext,
  Status,
  OpenErrorStatus,
) => ndis.NdisCompleteBindAdapter(ndis.global(GLOBALS).BindContext, Status, OpenErrorStatus);

/** The driver has nothing under way, so that closing is not pending; and it wants no frames. */
const ProtocolCloseAdapterComplete: Handler<'ProtocolCloseAdapterComplete'> = () => undefined;
const ProtocolReceive: Handler<'ProtocolReceive'> = () => NDIS_STATUS_NOT_ACCEPTED;
const ProtocolStatus: Handler<'ProtocolStatus'> = () => undefined;
