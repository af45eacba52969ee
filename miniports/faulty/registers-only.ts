/** Registers a miniport and does nothing else: what the faulty drivers of registration vary. */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_SUCCESS,
  NULL,
  type Handler,
} from '../../ndis';

const MiniportInitialize: Handler<'MiniportInitialize'> = () => NDIS_STATUS_FAILURE;
const MiniportHalt: Handler<'MiniportHalt'> = () => undefined;
const MiniportReset: Handler<'MiniportReset'> = () => NDIS_STATUS_SUCCESS;
const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = () => NDIS_STATUS_FAILURE;
const MiniportSetInformation: Handler<'MiniportSetInformation'> = () => NDIS_STATUS_FAILURE;
const MiniportSendPackets: Handler<'MiniportSendPackets'> = () => undefined;
const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = () => undefined;

export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  characteristics.MinorNdisVersion = 1;
  characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
  characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
  characteristics.ResetHandler = ndis.addressOf(MiniportReset);
  characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
  characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
  characteristics.SendPacketsHandler = ndis.addressOf(MiniportSendPackets);
  characteristics.ReturnPacketHandler = ndis.addressOf(MiniportReturnPacket);
  return ndis.NdisMRegisterMiniport(
    NdisWrapperHandle,
    characteristics.address,
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,
  );
};
