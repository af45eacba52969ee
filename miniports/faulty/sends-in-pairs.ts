/** Sends the second of two packets first: packet/send-order-changed. */
import {
  NDIS_MINIPORT_TIMER,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NULL,
  PVOID,
  layout,
  type Handler,
  type Ndis,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { ADAPTER, type Adapter } from './small-adapter';
import { smallMiniport } from './small-miniport';
import { onNetwork } from './small-nic';

/** A packet that waits for the next one, or for the timer. */
const WAITING = layout('WAITING', undefined, { Packet: PVOID, Timer: NDIS_MINIPORT_TIMER });

const network = onNetwork();

function sendWaiting(ndis: Ndis, adapter: Adapter): void {
  const waiting = ndis.global(WAITING);
  const packet = waiting.Packet;
  if (packet === NULL) return;
  waiting.Packet = NULL;
  const status = network.send!(ndis, adapter, packet);
  ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, status);
}

const expire: Handler<'MiniportTimer'> = (ndis, _SystemSpecific1, FunctionContext) =>
  sendWaiting(ndis, ADAPTER.at(ndis.memory, FunctionContext));

export const DriverEntry = smallMiniport({
  ...network,
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle, address } = adapter;
    const { Timer } = ndis.global(WAITING);
    const routine = ndis.addressOf(expire);
    ndis.NdisMInitializeTimer(Timer.address, MiniportAdapterHandle, routine, address);
    return network.initialize!(ndis, adapter);
  },
  send(ndis, adapter, Packet) {
    const waiting = ndis.global(WAITING);
    if (waiting.Packet !== NULL) {
      const status = network.send!(ndis, adapter, Packet);
      sendWaiting(ndis, adapter);
      return status;
    }
    waiting.Packet = Packet;
    ndis.NdisMSetTimer(waiting.Timer.address, 1);
    return NDIS_STATUS_PENDING;
  },
  reset(ndis, adapter) {
    const waiting = ndis.global(WAITING);
    const packet = waiting.Packet;
    waiting.Packet = NULL;
    if (packet !== NULL)
      ndis.NdisMSendComplete(adapter.MiniportAdapterHandle, packet, NDIS_STATUS_REQUEST_ABORTED);
    return network.reset!(ndis, adapter);
  },
  halt(ndis, adapter) {
    sendWaiting(ndis, adapter);
    ndis.NdisMCancelTimer(ndis.global(WAITING).Timer.address);
    network.halt!(ndis, adapter);
  },
});

export const expected: ExpectedFindings = { 'packet-shapes': ['packet/send-order-changed'] };
