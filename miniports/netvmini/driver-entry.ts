/**
 * DriverEntry: the driver introduces itself to NDIS as a deserialized miniport of NDIS 5.1 that
 * drives no device. Its list of adapters has a lock, which MiniportUnload frees.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { GLOBALS, listLock } from './adapter';
import { MiniportHalt } from './halt';
import { MiniportInitialize } from './initialize';
import { MiniportQueryInformation } from './queries';
import { MiniportReturnPacket } from './receive';
import { MiniportCancelSendPackets, MiniportReset, MiniportSendPackets } from './send';
import { MiniportSetInformation } from './sets';

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
  ndis.global(GLOBALS).First = NULL;
  ndis.NdisAllocateSpinLock(listLock(ndis));
  const status = ndis.NdisMRegisterMiniport(
    NdisWrapperHandle,
    describeMiniport(ndis),
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
  if (status === NDIS_STATUS_SUCCESS) {
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(MiniportUnload));
    return status;
  }
  ndis.NdisFreeSpinLock(listLock(ndis));
  ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};

/** There is no device that could interrupt, hang, or need to be quieted at shutdown. */
function describeMiniport(ndis: Ndis): VirtualAddress {
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
  characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
  characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
  characteristics.ResetHandler = ndis.addressOf(MiniportReset);
  characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
  characteristics.ReturnPacketHandler = ndis.addressOf(MiniportReturnPacket);
  characteristics.SendPacketsHandler = ndis.addressOf(MiniportSendPackets);
  characteristics.CancelSendPacketsHandler = ndis.addressOf(MiniportCancelSendPackets);
  characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
  characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
  return characteristics.address;
}

const MiniportUnload: Handler<'MiniportUnload'> = (ndis) => ndis.NdisFreeSpinLock(listLock(ndis));
/** What is not there cannot be torn out. */
const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = () => undefined;
const MiniportShutdown: Handler<'MiniportShutdown'> = () => undefined;
