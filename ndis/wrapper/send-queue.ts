/**
 * Sending to a serialized miniport. NDIS queues its packets and gives them to one handler at a time;
 * what the driver has no resources for stays at the head of the queue until it completes a packet or
 * says that it has resources again. (NDIS 5: NdisMSendResourcesAvailable, "Multipacket Sends from
 * Serialized Miniport Drivers")
 */
import type { VirtualAddress } from '../../hardware/address';
import { DISPATCH_LEVEL } from '../row';
import { hex } from '../finding';
import { MiniportSendPackets } from '../handlers';
import {
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import type { NdisStatus } from '../types';
import type { Adapter, PendingSend } from './adapter';
import { judgeMediumOfCall } from './ndiswan';
import {
  beginSend,
  callSend,
  callSendPackets,
  finishSend,
  oobOf,
  settleSend,
  withdrawSend,
} from './send';

/** No status of NDIS: the driver has to set one. */
const NO_STATUS = 0xffff_ffff as NdisStatus;

/** Puts packets at the end of the queue, and gives the miniport what it can take now. */
export function queueSends(adapter: Adapter, sends: readonly PendingSend[]): void {
  adapter.sendQueue.push(...sends);
  adapter.onHandlersDone = () => drainSendQueue(adapter);
  drainSendQueue(adapter);
}

/** The driver completed a packet, or called NdisMSendResourcesAvailable. */
export function sendResourcesAvailable(adapter: Adapter): void {
  if (adapter.isWan) judgeMediumOfCall(adapter, false);
  adapter.isSendBlocked = false;
  drainSendQueue(adapter);
}

/** Gives back what the miniport was never given: it is being halted. */
export function abortSendQueue(adapter: Adapter): void {
  for (const { packet, binding } of adapter.sendQueue.splice(0)) {
    binding.edge.sendComplete(packet, NDIS_STATUS_REQUEST_ABORTED);
    binding.ended();
  }
}

/** A serialized miniport runs one handler at a time: the return of the last one comes here too. */
export function drainSendQueue(adapter: Adapter): void {
  const { os } = adapter;
  const { irql } = os;
  if (adapter.handlerDepth > 0 || adapter.isDrainingSends || irql > DISPATCH_LEVEL) return;
  adapter.isDrainingSends = true;
  os.irql = DISPATCH_LEVEL;
  while (adapter.sendQueue.length > 0 && !adapter.isSendBlocked && !adapter.isResetPending)
    if (adapter.characteristics.SendPacketsHandler !== 0) sendArray(adapter);
    else sendOne(adapter);
  adapter.isDrainingSends = false;
  os.irql = irql;
  os.scheduler.poll();
}

function sendOne(adapter: Adapter): void {
  const send = adapter.sendQueue.shift()!;
  beginSend(adapter, send);
  const status = callSend(adapter, send);
  if (status === NDIS_STATUS_PENDING) return;
  const isHeld = adapter.pendingSends.has(send.packet | 0);
  if (status === NDIS_STATUS_RESOURCES && isHeld && send.link === undefined)
    requeue(adapter, [send]);
  else settleSend(adapter, send, status);
}

function sendArray(adapter: Adapter): void {
  const sends = adapter.sendQueue.splice(0, adapter.maximumSendPackets);
  for (const send of sends) {
    beginSend(adapter, send);
    oobOf(adapter, send.packet).Status = NO_STATUS;
  }
  callSendPackets(
    adapter,
    sends.map(({ packet }) => packet),
  );
  // The status in a packet's out-of-band data says what became of it.
  for (const [index, { packet }] of sends.entries()) {
    // One that was completed is its protocol's again, out-of-band data and all.
    if (!adapter.pendingSends.has(packet | 0)) continue;
    const status = statusOf(adapter, packet);
    if (status === NDIS_STATUS_RESOURCES) return requeue(adapter, sends.slice(index));
    if (status !== NDIS_STATUS_PENDING) finishSend(adapter, packet, status);
  }
}

/** What MiniportSendPackets has said of a packet; success, as the memory was before, if nothing. */
function statusOf(adapter: Adapter, packet: VirtualAddress): NdisStatus {
  const status = oobOf(adapter, packet).Status;
  if (status !== NO_STATUS) return status;
  adapter.os.report('packet/send-status-not-set', {
    what: `MiniportSendPackets returned without having set the status of the packet at ${hex(packet)}.`,
    boundary: MiniportSendPackets.name,
  });
  return NDIS_STATUS_SUCCESS;
}

/** Back to the head of the queue, in order. What was completed meanwhile is not there any more. */
function requeue(adapter: Adapter, sends: readonly PendingSend[]): void {
  const held = sends.filter(({ packet }) => adapter.pendingSends.has(packet | 0));
  for (const { packet } of held) withdrawSend(adapter, packet);
  adapter.sendQueue.unshift(...held);
  adapter.isSendBlocked = true;
}
