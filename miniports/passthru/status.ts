/** The state of the link and the events of Plug and Play go up as they come. */
import { NdisDeviceStateD0, NetEventSetPower } from '../../ndis/constants';
import type { Handler } from '../../ndis/driver-interface';
import { NULL } from '../../hardware/address';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { NET_PNP_EVENT } from '../../ndis/structures/protocol';
import { adapterAt } from './adapter';

export const ProtocolStatus: Handler<'ProtocolStatus'> = (
  ndis,
  ProtocolBindingContext,
  GeneralStatus,
  StatusBuffer,
  StatusBufferSize,
) => {
  const { MiniportHandle, PowerState } = adapterAt(ndis, ProtocolBindingContext);
  if (MiniportHandle !== 0 && PowerState === NdisDeviceStateD0)
    ndis.NdisMIndicateStatus(MiniportHandle, GeneralStatus, StatusBuffer, StatusBufferSize);
};

export const ProtocolStatusComplete: Handler<'ProtocolStatusComplete'> = (
  ndis,
  ProtocolBindingContext,
) => {
  const { MiniportHandle, PowerState } = adapterAt(ndis, ProtocolBindingContext);
  if (MiniportHandle !== 0 && PowerState === NdisDeviceStateD0)
    ndis.NdisMIndicateStatusComplete(MiniportHandle);
};

/** The power of the adapter below is NDIS's affair; all else concerns who is above. */
export const ProtocolPnPEvent: Handler<'ProtocolPnPEvent'> = (
  ndis,
  ProtocolBindingContext,
  NetPnPEvent,
) => {
  if (ProtocolBindingContext === NULL) return NDIS_STATUS_SUCCESS;
  const { MiniportHandle } = adapterAt(ndis, ProtocolBindingContext);
  const { NetEvent } = NET_PNP_EVENT.at(ndis.memory, NetPnPEvent);
  if (MiniportHandle === 0 || NetEvent === NetEventSetPower) return NDIS_STATUS_SUCCESS;
  return ndis.NdisIMNotifyPnPEvent(MiniportHandle, NetPnPEvent);
};

/** There is no hardware that could be pulled out. */
export const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = () => undefined;
/** Nor any that must be quiet before the system goes down. */
export const MiniportShutdown: Handler<'MiniportShutdown'> = () => undefined;
