/**
 * DriverEntry: the driver introduces itself to NDIS with both its edges, the miniport above first,
 * and takes back what it has registered, the last first, if a step fails. ("DriverEntry of NDIS
 * Intermediate Drivers")
 */
import { NULL } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { NDIS50_PROTOCOL_CHARACTERISTICS } from '../../ndis/structures/protocol';
import { UNICODE_STRING } from '../../ndis/structures/string';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { GLOBALS } from './adapter';
import {
  ProtocolBindAdapter,
  ProtocolCloseAdapterComplete,
  ProtocolOpenAdapterComplete,
  ProtocolUnbindAdapter,
} from './bind';
import { MiniportHalt, MiniportInitialize } from './initialize';
import {
  MiniportReturnPacket,
  MiniportTransferData,
  ProtocolReceive,
  ProtocolReceiveComplete,
  ProtocolReceivePacket,
  ProtocolTransferDataComplete,
} from './receive';
import {
  MiniportQueryInformation,
  MiniportSetInformation,
  ProtocolRequestComplete,
} from './requests';
import {
  MiniportCancelSendPackets,
  MiniportSendPackets,
  ProtocolResetComplete,
  ProtocolSendComplete,
} from './send';
import {
  MiniportPnPEventNotify,
  MiniportShutdown,
  ProtocolPnPEvent,
  ProtocolStatus,
  ProtocolStatusComplete,
} from './status';

/** The sample that drives the NIC below. */
export const lower = 'e1000';

/** The handlers of both edges, by the names of what they are registered as. */
const HANDLERS = {
  MiniportHalt,
  MiniportInitialize,
  MiniportQueryInformation,
  MiniportSetInformation,
  MiniportTransferData,
  MiniportReturnPacket,
  MiniportSendPackets,
  MiniportCancelSendPackets,
  MiniportPnPEventNotify,
  MiniportShutdown,
  ProtocolOpenAdapterComplete,
  ProtocolCloseAdapterComplete,
  ProtocolSendComplete,
  ProtocolTransferDataComplete,
  ProtocolResetComplete,
  ProtocolRequestComplete,
  ProtocolReceive,
  ProtocolReceiveComplete,
  ProtocolStatus,
  ProtocolStatusComplete,
  ProtocolReceivePacket,
  ProtocolBindAdapter,
  ProtocolUnbindAdapter,
  ProtocolPnPEvent,
} as const;

type Handlers = typeof HANDLERS;

/** The DriverEntry of this driver, with some handlers of one's own. */
export function passthruWith(own: Partial<Handlers>): Handler<'DriverEntry'> {
  const handlers: Handlers = { ...HANDLERS, ...own };
  return (ndis, DriverObject, RegistryPath) => {
    const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
    if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
    const status = registerEdges(ndis, NdisWrapperHandle, handlers);
    if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return status;
  };
}

export const DriverEntry = passthruWith({});

function registerEdges(ndis: Ndis, NdisWrapperHandle: NdisHandle, handlers: Handlers): NdisStatus {
  let status = registerMiniport(ndis, NdisWrapperHandle, handlers);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
  status = registerProtocol(ndis, handlers);
  const { DriverHandle, ProtocolHandle } = ndis.global(GLOBALS);
  if (status === NDIS_STATUS_SUCCESS) ndis.NdisIMAssociateMiniport(DriverHandle, ProtocolHandle);
  else ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
  return status;
}

export const MiniportUnload: Handler<'MiniportUnload'> = (ndis) => {
  const { DriverHandle, ProtocolHandle } = ndis.global(GLOBALS);
  ndis.NdisDeregisterProtocol(ProtocolHandle);
  ndis.NdisIMDeregisterLayeredMiniport(DriverHandle);
};

/** Registers the upper edge; its handle goes into the globals. */
export function registerMiniport(
  ndis: Ndis,
  NdisWrapperHandle: NdisHandle,
  handlers = HANDLERS,
): NdisStatus {
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.HaltHandler = ndis.addressOf(handlers.MiniportHalt);
  characteristics.InitializeHandler = ndis.addressOf(handlers.MiniportInitialize);
  characteristics.QueryInformationHandler = ndis.addressOf(handlers.MiniportQueryInformation);
  characteristics.SetInformationHandler = ndis.addressOf(handlers.MiniportSetInformation);
  characteristics.TransferDataHandler = ndis.addressOf(handlers.MiniportTransferData);
  characteristics.ReturnPacketHandler = ndis.addressOf(handlers.MiniportReturnPacket);
  characteristics.SendPacketsHandler = ndis.addressOf(handlers.MiniportSendPackets);
  characteristics.CancelSendPacketsHandler = ndis.addressOf(handlers.MiniportCancelSendPackets);
  characteristics.PnPEventNotifyHandler = ndis.addressOf(handlers.MiniportPnPEventNotify);
  characteristics.AdapterShutdownHandler = ndis.addressOf(handlers.MiniportShutdown);
  const { Result, DriverHandle } = ndis.NdisIMRegisterLayeredMiniport(
    NdisWrapperHandle,
    characteristics.address,
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).DriverHandle = DriverHandle;
  return Result;
}

/** Registers the lower edge; its handle goes into the globals. */
export function registerProtocol(ndis: Ndis, handlers = HANDLERS): NdisStatus {
  const characteristics = ndis.local(NDIS50_PROTOCOL_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS50_PROTOCOL_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  const name = ndis.unicodeString('Passthru');
  ndis.NdisMoveMemory(characteristics.Name.address, name, UNICODE_STRING.bytes);
  characteristics.OpenAdapterCompleteHandler = ndis.addressOf(handlers.ProtocolOpenAdapterComplete);
  characteristics.CloseAdapterCompleteHandler = ndis.addressOf(
    handlers.ProtocolCloseAdapterComplete,
  );
  characteristics.SendCompleteHandler = ndis.addressOf(handlers.ProtocolSendComplete);
  characteristics.TransferDataCompleteHandler = ndis.addressOf(
    handlers.ProtocolTransferDataComplete,
  );
  characteristics.ResetCompleteHandler = ndis.addressOf(handlers.ProtocolResetComplete);
  characteristics.RequestCompleteHandler = ndis.addressOf(handlers.ProtocolRequestComplete);
  characteristics.ReceiveHandler = ndis.addressOf(handlers.ProtocolReceive);
  characteristics.ReceiveCompleteHandler = ndis.addressOf(handlers.ProtocolReceiveComplete);
  characteristics.StatusHandler = ndis.addressOf(handlers.ProtocolStatus);
  characteristics.StatusCompleteHandler = ndis.addressOf(handlers.ProtocolStatusComplete);
  characteristics.ReceivePacketHandler = ndis.addressOf(handlers.ProtocolReceivePacket);
  characteristics.BindAdapterHandler = ndis.addressOf(handlers.ProtocolBindAdapter);
  characteristics.UnbindAdapterHandler = ndis.addressOf(handlers.ProtocolUnbindAdapter);
  characteristics.PnPEventHandler = ndis.addressOf(handlers.ProtocolPnPEvent);
  const { Status, NdisProtocolHandle } = ndis.NdisRegisterProtocol(
    characteristics.address,
    NDIS50_PROTOCOL_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).ProtocolHandle = NdisProtocolHandle;
  return Status;
}
