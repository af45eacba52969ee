/**
 * DriverEntry: the driver introduces itself to NDIS as a miniport of NDIS 4.0, as most drivers of
 * 10 Mb/s cards do. It takes nothing that NDIS does not give back by itself, and the call that
 * registers an unload handler is younger than that version.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS40_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { MiniportHalt } from './halt';
import { MiniportInitialize } from './initialize';
import {
  MiniportDisableInterrupt,
  MiniportEnableInterrupt,
  MiniportHandleInterrupt,
  MiniportISR,
} from './interrupt';
import { MiniportQueryInformation } from './queries';
import { MiniportCheckForHang, MiniportReset } from './reset';
import { MiniportSend } from './send';
import { MiniportSetInformation } from './sets';
import { MiniportTransferData } from './transfer-data';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  const status = ndis.NdisMRegisterMiniport(
    NdisWrapperHandle,
    describeMiniport(ndis),
    NDIS40_MINIPORT_CHARACTERISTICS.bytes,
  );
  if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

/**
 * The driver's handlers. It sends packets one by one and indicates parts of frames, so that it has
 * MiniportSend and MiniportTransferData where newer drivers have handlers for arrays of packets.
 */
function describeMiniport(ndis: Ndis): VirtualAddress {
  const characteristics = ndis.local(NDIS40_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS40_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 4;
  characteristics.MinorNdisVersion = 0;
  characteristics.CheckForHangHandler = ndis.addressOf(MiniportCheckForHang);
  characteristics.DisableInterruptHandler = ndis.addressOf(MiniportDisableInterrupt);
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
  return characteristics.address;
}
