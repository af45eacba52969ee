/**
 * DriverEntry: the driver introduces itself to NDIS as a deserialized miniport of NDIS 5.1. It takes
 * nothing that NDIS does not give back by itself, so it has no unload handler.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { MiniportHalt } from './halt';
import { MiniportInitialize } from './initialize';
import { MiniportHandleInterrupt, MiniportISR } from './interrupt';
import { MiniportPnPEventNotify, MiniportShutdown } from './power';
import { MiniportQueryInformation } from './queries';
import { MiniportReturnPacket } from './receive';
import { MiniportCheckForHang, MiniportReset } from './reset';
import { MiniportSendPackets } from './send';
import { MiniportSetInformation } from './sets';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  const status = ndis.NdisMRegisterMiniport(
    NdisWrapperHandle,
    describeMiniport(ndis),
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

/** The driver's handlers. */
function describeMiniport(ndis: Ndis): VirtualAddress {
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.CheckForHangHandler = ndis.addressOf(MiniportCheckForHang);
  characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
  characteristics.HandleInterruptHandler = ndis.addressOf(MiniportHandleInterrupt);
  characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
  characteristics.ISRHandler = ndis.addressOf(MiniportISR);
  characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
  characteristics.ResetHandler = ndis.addressOf(MiniportReset);
  characteristics.ReturnPacketHandler = ndis.addressOf(MiniportReturnPacket);
  characteristics.SendPacketsHandler = ndis.addressOf(MiniportSendPackets);
  characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
  characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
  characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
  return characteristics.address;
}
