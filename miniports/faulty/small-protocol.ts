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
  UnbindContext: NDIS_HANDLE,
});
const MEDIUM = layout('MEDIUM', undefined, { Value: ULONG });

/** The steps of the driver as they should be. */
const RIGHT = {
  /** What ProtocolBindAdapter returns, with what NdisOpenAdapter gave. */
  opened: (Status: NdisStatus, _ndis: Ndis, _BindingHandle: NdisHandle): NdisStatus => Status,

  /** ProtocolOpenAdapterComplete: the bind was left pending, because opening was. */
  openCompleted: (ndis: Ndis, Status: NdisStatus, OpenErrorStatus: NdisStatus): void =>
    ndis.NdisCompleteBindAdapter(ndis.global(GLOBALS).BindContext, Status, OpenErrorStatus),

  /** ProtocolUnbindAdapter; what it returns. */
  close: (ndis: Ndis, BindingHandle: NdisHandle): NdisStatus =>
    ndis.NdisCloseAdapter(BindingHandle).Status,

  /** ProtocolCloseAdapterComplete: the unbind was left pending, because closing was. */
  closeCompleted: (ndis: Ndis): void =>
    ndis.NdisCompleteUnbindAdapter(ndis.global(GLOBALS).UnbindContext, NDIS_STATUS_SUCCESS),

  /** The unload routine. */
  deregister: (ndis: Ndis, ProtocolHandle: NdisHandle): void => {
    ndis.NdisDeregisterProtocol(ProtocolHandle);
  },
};

/** A protocol that does all steps right but those that are told. */
export function smallProtocol(own: Partial<typeof RIGHT>): Handler<'DriverEntry'> {
  const steps = { ...RIGHT, ...own };
  const ProtocolBindAdapter: Handler<'ProtocolBindAdapter'> = (ndis, BindContext, DeviceName) => ({
    Status: steps.opened(
      open(ndis, BindContext, DeviceName),
      ndis,
      ndis.global(GLOBALS).BindingHandle,
    ),
  });
  const ProtocolOpenAdapterComplete: Handler<'ProtocolOpenAdapterComplete'> = (
    ndis,
    _ProtocolBindingContext,
    Status,
    OpenErrorStatus,
  ) => steps.openCompleted(ndis, Status, OpenErrorStatus);
  const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (
    ndis,
    _ProtocolBindingContext,
    UnbindContext,
  ) => {
    const globals = ndis.global(GLOBALS);
    globals.UnbindContext = UnbindContext;
    return { Status: steps.close(ndis, globals.BindingHandle) };
  };
  const ProtocolCloseAdapterComplete: Handler<'ProtocolCloseAdapterComplete'> = (ndis) =>
    steps.closeCompleted(ndis);
  const DriverUnload: Handler<'MiniportUnload'> = (ndis) =>
    steps.deregister(ndis, ndis.global(GLOBALS).ProtocolHandle);
  return (ndis, DriverObject) => {
    DRIVER_OBJECT.at(ndis.memory, DriverObject).DriverUnload = ndis.addressOf(DriverUnload);
    return register(ndis, {
      ProtocolBindAdapter,
      ProtocolOpenAdapterComplete,
      ProtocolUnbindAdapter,
      ProtocolCloseAdapterComplete,
    });
  };
}

interface BindingHandlers {
  readonly ProtocolBindAdapter: Handler<'ProtocolBindAdapter'>;
  readonly ProtocolOpenAdapterComplete: Handler<'ProtocolOpenAdapterComplete'>;
  readonly ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'>;
  readonly ProtocolCloseAdapterComplete: Handler<'ProtocolCloseAdapterComplete'>;
}

function register(ndis: Ndis, handlers: BindingHandlers): NdisStatus {
  const characteristics = ndis.local(NDIS50_PROTOCOL_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS50_PROTOCOL_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  ndis.NdisMoveMemory(
    characteristics.Name.address,
    ndis.unicodeString('Small'),
    UNICODE_STRING.bytes,
  );
  characteristics.OpenAdapterCompleteHandler = ndis.addressOf(handlers.ProtocolOpenAdapterComplete);
  characteristics.CloseAdapterCompleteHandler = ndis.addressOf(
    handlers.ProtocolCloseAdapterComplete,
  );
  characteristics.RequestCompleteHandler = ndis.addressOf(ProtocolRequestComplete);
  characteristics.ReceiveHandler = ndis.addressOf(ProtocolReceive);
  characteristics.StatusHandler = ndis.addressOf(ProtocolStatus);
  characteristics.BindAdapterHandler = ndis.addressOf(handlers.ProtocolBindAdapter);
  characteristics.UnbindAdapterHandler = ndis.addressOf(handlers.ProtocolUnbindAdapter);
  const { Status, NdisProtocolHandle } = ndis.NdisRegisterProtocol(
    characteristics.address,
    NDIS50_PROTOCOL_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).ProtocolHandle = NdisProtocolHandle;
  return Status;
}

/** Opens the adapter for Ethernet; what NdisOpenAdapter gave. */
function open(ndis: Ndis, BindContext: NdisHandle, DeviceName: VirtualAddress): NdisStatus {
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
  return Status;
}

/** The driver waits for no answer. */
const ProtocolRequestComplete: Handler<'ProtocolRequestComplete'> = () => undefined;
/** The driver wants no frames. */
const ProtocolReceive: Handler<'ProtocolReceive'> = () => NDIS_STATUS_NOT_ACCEPTED;
const ProtocolStatus: Handler<'ProtocolStatus'> = () => undefined;
