/**
 * DriverEntry: the driver introduces itself to NDIS as a serialized miniport of NDIS 5.1. It takes
 * nothing that NDIS does not give back by itself, so it has no unload handler.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { MiniportHalt } from './halt';
import { MiniportInitialize } from './initialize';
import { MiniportEnableInterrupt, MiniportHandleInterrupt, MiniportISR } from './interrupt';
import { MiniportPnPEventNotify, MiniportShutdown } from './power';
import { MiniportQueryInformation } from './queries';
import { MiniportCheckForHang, MiniportReset } from './reset';
import { MiniportSend } from './send';
import { MiniportSetInformation } from './sets';
import { MiniportTransferData } from './transfer';

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

/** The driver's handlers. Without MiniportSendPackets, NDIS sends one packet at a time. */
function describeMiniport(ndis: Ndis): VirtualAddress {
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.CheckForHangHandler = ndis.addressOf(MiniportCheckForHang);
  characteristics.EnableInterruptHandler = ndis.addressOf(MiniportEnableInterrupt);
  characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
  characteristics.HandleInterruptHandler = ndis.addressOf(MiniportHandleInterrupt);
  characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
  characteristics.ISRHandler = ndis.addressOf(MiniportISR);
  characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
  characteristics.ResetHandler = ndis.addressOf(MiniportReset);
  characteristics.SendHandler = ndis.addressOf(MiniportSend);
  characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
  characteristics.TransferDataHandler = ndis.addressOf(MiniportTransferData);
  characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
  characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
  return characteristics.address;
}
