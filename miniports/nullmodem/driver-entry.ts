/**
 * DriverEntry: the driver introduces itself to NDIS as a miniport of NDIS 5.1 that sends over links.
 * That it has MiniportWanSend, and no handler for packets of a LAN, is what makes it one of a WAN.
 */
import { NULL } from '../../hardware/address';
import type { Handler } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../../ndis/structures/miniport-characteristics';
import { haltWith, initializeWith } from './initialize';
import { linesWith, MiniportWanSend, RIGHT, type Steps } from './lines';
import { MiniportQueryInformation } from './queries';
import { setInformationWith } from './sets';

export const DriverEntry = nullModemWith({});

/** The driver with some of its steps done otherwise. */
export function nullModemWith(given: Partial<Steps>): Handler<'DriverEntry'> {
  const lines = linesWith({ ...RIGHT, ...given });
  const MiniportInitialize = initializeWith(lines);
  const MiniportHalt = haltWith(lines);
  const MiniportSetInformation = setInformationWith(lines);
  return (ndis, DriverObject, RegistryPath) => {
    const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
    if (NdisWrapperHandle === 0) return NDIS_STATUS_RESOURCES;
    const { bytes } = NDIS51_MINIPORT_CHARACTERISTICS;
    const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
    ndis.NdisZeroMemory(characteristics.address, bytes);
    characteristics.MajorNdisVersion = 5;
    characteristics.MinorNdisVersion = 1;
    characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
    characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
    characteristics.QueryInformationHandler = ndis.addressOf(MiniportQueryInformation);
    characteristics.ResetHandler = ndis.addressOf(lines.MiniportReset);
    characteristics.SetInformationHandler = ndis.addressOf(MiniportSetInformation);
    characteristics.WanSendHandler = ndis.addressOf(MiniportWanSend);
    characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
    characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
    const status = ndis.NdisMRegisterMiniport(NdisWrapperHandle, characteristics.address, bytes);
    if (status !== NDIS_STATUS_SUCCESS) ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return status;
  };
}

/** What is not there cannot be torn out. */
const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = () => undefined;
const MiniportShutdown: Handler<'MiniportShutdown'> = () => undefined;
