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

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  const status = registerEdges(ndis, NdisWrapperHandle);
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

function registerEdges(ndis: Ndis, NdisWrapperHandle: NdisHandle): NdisStatus {
  let status = registerMiniport(ndis, NdisWrapperHandle);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
  status = registerProtocol(ndis);
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
export function registerMiniport(ndis: Ndis, NdisWrapperHandle: NdisHandle): NdisStatus {
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
  characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
  characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
  characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
  characteristics.TransferDataHandler = ndis.addressOf(MiniportTransferData);
  characteristics.ReturnPacketHandler = ndis.addressOf(MiniportReturnPacket);
  characteristics.SendPacketsHandler = ndis.addressOf(MiniportSendPackets);
  characteristics.CancelSendPacketsHandler = ndis.addressOf(MiniportCancelSendPackets);
  characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
  characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
  const { Result, DriverHandle } = ndis.NdisIMRegisterLayeredMiniport(
    NdisWrapperHandle,
    characteristics.address,
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).DriverHandle = DriverHandle;
  return Result;
}

/** Registers the lower edge; its handle goes into the globals. */
export function registerProtocol(ndis: Ndis, unbind = ProtocolUnbindAdapter): NdisStatus {
  const characteristics = ndis.local(NDIS50_PROTOCOL_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS50_PROTOCOL_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  const name = ndis.unicodeString('Passthru');
  ndis.NdisMoveMemory(characteristics.Name.address, name, UNICODE_STRING.bytes);
  characteristics.OpenAdapterCompleteHandler = ndis.addressOf(ProtocolOpenAdapterComplete);
  characteristics.CloseAdapterCompleteHandler = ndis.addressOf(ProtocolCloseAdapterComplete);
  characteristics.SendCompleteHandler = ndis.addressOf(ProtocolSendComplete);
  characteristics.TransferDataCompleteHandler = ndis.addressOf(ProtocolTransferDataComplete);
  characteristics.ResetCompleteHandler = ndis.addressOf(ProtocolResetComplete);
  characteristics.RequestCompleteHandler = ndis.addressOf(ProtocolRequestComplete);
  characteristics.ReceiveHandler = ndis.addressOf(ProtocolReceive);
  characteristics.ReceiveCompleteHandler = ndis.addressOf(ProtocolReceiveComplete);
  characteristics.StatusHandler = ndis.addressOf(ProtocolStatus);
  characteristics.StatusCompleteHandler = ndis.addressOf(ProtocolStatusComplete);
  characteristics.ReceivePacketHandler = ndis.addressOf(ProtocolReceivePacket);
  characteristics.BindAdapterHandler = ndis.addressOf(ProtocolBindAdapter);
  characteristics.UnbindAdapterHandler = ndis.addressOf(unbind);
  characteristics.PnPEventHandler = ndis.addressOf(ProtocolPnPEvent);
  const { Status, NdisProtocolHandle } = ndis.NdisRegisterProtocol(
    characteristics.address,
    NDIS50_PROTOCOL_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).ProtocolHandle = NdisProtocolHandle;
  return Status;
}
