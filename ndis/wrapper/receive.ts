/** Receiving: packets go up to the protocols, and back to the miniport when they have done. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { MiniportReturnPacket } from '../handlers';
import {
  NDIS_STATUS_MEDIA_CONNECT,
  NDIS_STATUS_MEDIA_DISCONNECT,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import type { ReceiveIndication } from './protocol-edge';
import { oobOf } from './send';

/** Packets in one indication: more than any driver's ring holds, so that the loop ends. */
const PACKETS_MAX = 4096;

/**
 * NdisMIndicateReceivePacket. A packet with status NDIS_STATUS_RESOURCES is the driver's again on
 * return. Of the others, a deserialized driver gets each back by MiniportReturnPacket; a serialized
 * one reads from the status whether it is still out (PENDING). (NDIS 5: NdisMIndicateReceivePacket.)
 */
export function indicateReceivePackets(
  adapter: Adapter,
  array: VirtualAddress,
  packetCount: number,
): void {
  const { os } = adapter;
  if (!mayIndicate(adapter, 'packet/indicated-after-halt')) return;
  const returned: VirtualAddress[] = [];
  for (let index = 0; index < Math.min(packetCount, PACKETS_MAX); index++) {
    const packet = virtual(os.memory.read32(virtual(array + 4 * index)));
    if (adapter.indicated.has(packet | 0)) {
      os.report('packet/indicated-while-in-use', {
        what: `The driver indicated the packet at ${hex(packet)} again before it was returned.`,
      });
      continue;
    }
    const oob = oobOf(adapter, packet);
    const mustCopy = oob.Status === NDIS_STATUS_RESOURCES;
    if (!mustCopy) adapter.indicated.add(packet | 0);
    const isKept = adapter.edge.receivePacket(packet, mustCopy);
    if (mustCopy) continue;
    if (isKept) oob.Status = NDIS_STATUS_PENDING;
    else if (adapter.isDeserialized) returned.push(packet);
    else {
      adapter.indicated.delete(packet | 0);
      oob.Status = NDIS_STATUS_SUCCESS;
    }
  }
  adapter.edge.receiveComplete();
  for (const packet of returned) returnPacket(adapter, packet);
}

/** A protocol has done with a packet: NDIS gives it back to the driver. */
export function returnPacket(adapter: Adapter, packet: VirtualAddress): void {
  if (!adapter.indicated.delete(packet | 0)) return;
  adapter.call(
    MiniportReturnPacket,
    adapter.characteristics.ReturnPacketHandler,
    adapter.context,
    packet,
  );
}

/** NdisMEthIndicateReceive. */
export function indicateReceive(adapter: Adapter, indication: ReceiveIndication): void {
  if (mayIndicate(adapter, 'packet/indicated-after-halt')) adapter.edge.receive(indication);
}

/** NdisMIndicateStatus. */
export function indicateStatus(
  adapter: Adapter,
  status: NdisStatus,
  buffer: VirtualAddress,
  byteCount: number,
): void {
  if (!mayIndicate(adapter, 'power/status-indicated-after-halt')) return;
  if (status === NDIS_STATUS_MEDIA_CONNECT) adapter.isMediaConnected = true;
  if (status === NDIS_STATUS_MEDIA_DISCONNECT) adapter.isMediaConnected = false;
  adapter.edge.status(status, buffer, byteCount);
}

/** NdisMIndicateStatusComplete. */
export function indicateStatusComplete(adapter: Adapter): void {
  if (mayIndicate(adapter, 'power/status-indicated-after-halt')) adapter.edge.statusComplete();
}

/** Whether the driver may indicate anything now; if not, that is the finding. */
export function mayIndicate(
  adapter: Adapter,
  rule: 'packet/indicated-after-halt' | 'power/status-indicated-after-halt',
): boolean {
  const { state } = adapter;
  if (state === 'starting' || state === 'running' || state === 'halting') return true;
  const what = rule.startsWith('packet') ? 'a packet' : 'a status';
  adapter.os.report(rule, {
    what: `The driver indicated ${what} while its adapter was ${adapter.state}.`,
  });
  return false;
}
