/**
 * DriverEntry: the driver introduces itself to NDIS as a protocol, and to the system with its unload
 * routine. ("DriverEntry of NDIS Protocol Drivers")
 */
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { DRIVER_OBJECT } from '../../ndis/structures/driver-object';
import { NDIS50_PROTOCOL_CHARACTERISTICS } from '../../ndis/structures/protocol';
import { UNICODE_STRING } from '../../ndis/structures/string';
import type { NdisStatus } from '../../ndis/types';
import { GLOBALS } from './adapter';
import {
  ProtocolBindAdapter,
  ProtocolCloseAdapterComplete,
  ProtocolOpenAdapterComplete,
  ProtocolRequestComplete,
  ProtocolResetComplete,
  ProtocolUnbindAdapter,
} from './bind';
import {
  ProtocolReceive,
  ProtocolReceiveComplete,
  ProtocolReceivePacket,
  ProtocolSendComplete,
  ProtocolTransferDataComplete,
} from './receive';

/** The sample that drives the NIC below. */
export const lower = 'e1000';
/** What the harness asks. */
export const answersFor = '192.0.2.2';

/** The handlers of frames as they come. */
const HANDLERS = { ProtocolReceive, ProtocolReceivePacket };

export const DriverEntry = echoWith({});

/** DriverEntry, with handlers of one's own. */
export function echoWith(own: Partial<typeof HANDLERS>): Handler<'DriverEntry'> {
  return (ndis, DriverObject) => {
    DRIVER_OBJECT.at(ndis.memory, DriverObject).DriverUnload = ndis.addressOf(DriverUnload);
    return registerProtocol(ndis, { ...HANDLERS, ...own });
  };
}

/** NDIS unbinds what is still bound. */
const DriverUnload: Handler<'MiniportUnload'> = (ndis) => {
  ndis.NdisDeregisterProtocol(ndis.global(GLOBALS).ProtocolHandle);
};

function registerProtocol(ndis: Ndis, handlers: typeof HANDLERS): NdisStatus {
  const characteristics = ndis.local(NDIS50_PROTOCOL_CHARACTERISTICS);
  ndis.NdisZeroMemory(characteristics.address, NDIS50_PROTOCOL_CHARACTERISTICS.bytes);
  characteristics.MajorNdisVersion = 5;
  const name = ndis.unicodeString('Echo');
  ndis.NdisMoveMemory(characteristics.Name.address, name, UNICODE_STRING.bytes);
  characteristics.OpenAdapterCompleteHandler = ndis.addressOf(ProtocolOpenAdapterComplete);
  characteristics.CloseAdapterCompleteHandler = ndis.addressOf(ProtocolCloseAdapterComplete);
  characteristics.SendCompleteHandler = ndis.addressOf(ProtocolSendComplete);
  characteristics.TransferDataCompleteHandler = ndis.addressOf(ProtocolTransferDataComplete);
  characteristics.ResetCompleteHandler = ndis.addressOf(ProtocolResetComplete);
  characteristics.RequestCompleteHandler = ndis.addressOf(ProtocolRequestComplete);
  characteristics.ReceiveHandler = ndis.addressOf(handlers.ProtocolReceive);
  characteristics.ReceiveCompleteHandler = ndis.addressOf(ProtocolReceiveComplete);
  characteristics.StatusHandler = ndis.addressOf(ProtocolStatus);
  characteristics.StatusCompleteHandler = ndis.addressOf(ProtocolStatusComplete);
  characteristics.ReceivePacketHandler = ndis.addressOf(handlers.ProtocolReceivePacket);
  characteristics.BindAdapterHandler = ndis.addressOf(ProtocolBindAdapter);
  characteristics.UnbindAdapterHandler = ndis.addressOf(ProtocolUnbindAdapter);
  characteristics.PnPEventHandler = ndis.addressOf(ProtocolPnPEvent);
  const { Status, NdisProtocolHandle } = ndis.NdisRegisterProtocol(
    characteristics.address,
    NDIS50_PROTOCOL_CHARACTERISTICS.bytes,
  );
  ndis.global(GLOBALS).ProtocolHandle = NdisProtocolHandle;
  return Status;
}

/** The link may go and come: who asks again is answered again. */
const ProtocolStatus: Handler<'ProtocolStatus'> = () => undefined;
const ProtocolStatusComplete: Handler<'ProtocolStatusComplete'> = () => undefined;
const ProtocolPnPEvent: Handler<'ProtocolPnPEvent'> = () => NDIS_STATUS_SUCCESS;
