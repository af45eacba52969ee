/**
 * Plug and Play events as protocol drivers hear of them. (NDIS 5: ProtocolPnPEvent, NET_PNP_EVENT,
 * NdisIMNotifyPnPEvent)
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NetEventQueryPower, NetEventQueryRemoveDevice } from '../constants';
import { ProtocolPnPEvent } from '../handlers';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_SUCCESS } from '../status';
import { NET_PNP_EVENT } from '../structures/protocol';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { awaitAnswer } from './bind-operation';
import { ProtocolBinding } from './protocol-binding';

/** A NET_PNP_EVENT of NDIS's own; to be freed. */
export function createPnPEvent(
  os: OperatingSystem,
  code: number,
  buffer: VirtualAddress,
  byteCount: number,
): VirtualAddress {
  const address = os.allocateObject(NET_PNP_EVENT.bytes, Shadow.PLAIN);
  for (let offset = 0; offset < NET_PNP_EVENT.bytes; offset += 4)
    os.raw.write32(virtual(address + offset), 0);
  const event = NET_PNP_EVENT.at(os.raw, address);
  event.NetEvent = code;
  event.Buffer = buffer;
  event.BufferLength = byteCount;
  return address;
}

/**
 * Tells the protocol drivers above an adapter of a Plug and Play event; the first refusal. An answer
 * that is left pending is completed by the event's address (NdisCompletePnPEvent).
 */
export function notifyProtocols(adapter: Adapter, event: VirtualAddress): NdisStatus {
  const { os } = adapter;
  for (const { edge } of [...adapter.bindings]) {
    if (!(edge instanceof ProtocolBinding)) continue;
    const { PnPEventHandler } = edge.protocol.handlers;
    const operation = { adapter, status: undefined };
    const status = awaitAnswer(os, event, operation, ProtocolPnPEvent.name, () =>
      edge.call(ProtocolPnPEvent, PnPEventHandler, edge.context, event),
    );
    if (status !== undefined && status !== NDIS_STATUS_SUCCESS) return status;
  }
  return NDIS_STATUS_SUCCESS;
}

/** NdisIMNotifyPnPEvent: nobody above can refuse but what asks for leave. */
export function passEventUp(adapter: Adapter, event: VirtualAddress): NdisStatus {
  const { NetEvent } = NET_PNP_EVENT.at(adapter.os.memory, event);
  const status = notifyProtocols(adapter, event);
  const isQuestion = NetEvent === NetEventQueryPower || NetEvent === NetEventQueryRemoveDevice;
  return isQuestion ? status : NDIS_STATUS_SUCCESS;
}

/** Tells them of an event with a 32-bit value: a device power state. */
export function notifyProtocolsOf(adapter: Adapter, code: number, value: number): NdisStatus {
  const { os } = adapter;
  const buffer = os.allocateObject(4, Shadow.PLAIN);
  os.raw.write32(buffer, value);
  const event = createPnPEvent(os, code, buffer, 4);
  const status = notifyProtocols(adapter, event);
  os.pool.free(event);
  os.pool.free(buffer);
  return status;
}
