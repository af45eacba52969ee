/** Receiving: packets go up to the protocols, and back to the miniport when they have done. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { MiniportReturnPacket } from '../handlers';
import { DISPATCH_LEVEL } from '../row';
import {
  NDIS_STATUS_MEDIA_CONNECT,
  NDIS_STATUS_MEDIA_DISCONNECT,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { tellBindings } from './binding';
import { judgeMediumOfCall } from './ndiswan';
import { judgeRoom } from './passed-packets';
import type { ReceiveIndication } from './protocol-edge';
import { oobOf } from './send';

/** Packets in one indication: more than any driver's ring holds, so that the loop ends. */
const PACKETS_MAX = 4096;
/** After which no frame can come up any more that arrived while the link was up. */
const DISCONNECTED_NS = 1e9;
/** What NDIS itself holds of a packet while it shows it to the protocols: more than all of them. */
const SHOWN = 0x4000_0000;

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
  if (adapter.isWan) return judgeMediumOfCall(adapter, false);
  if (!adapter.isMediaConnected) checkConnected(adapter);
  const returned: VirtualAddress[] = [];
  for (let index = 0; index < Math.min(packetCount, PACKETS_MAX); index++) {
    const packet = virtual(os.memory.read32(virtual(array + 4 * index)));
    if (adapter.indicated.has(packet | 0)) {
      os.report('packet/indicated-while-in-use', {
        what: `The driver indicated the packet at ${hex(packet)} again before it was returned.`,
      });
      continue;
    }
    if (adapter.location === undefined) judgeRoom(os, packet);
    const oob = oobOf(adapter, packet);
    const mustCopy = oob.Status === NDIS_STATUS_RESOURCES;
    if (adapter.keptByNobody.size > 0) noteReuse(adapter, packet);
    adapter.indicated.set(packet | 0, SHOWN);
    const keptCount = showPacket(adapter, packet, mustCopy);
    if (mustCopy) {
      adapter.indicated.delete(packet | 0);
      adapter.keptByNobody.set(packet | 0, NDIS_STATUS_RESOURCES);
      os.packetStacks.release(packet);
      continue;
    }
    // A protocol may have returned it by now, before it said that it would.
    const outCount = adapter.indicated.get(packet | 0)! - SHOWN + keptCount;
    adapter.indicated.set(packet | 0, outCount);
    if (outCount > 0) oob.Status = NDIS_STATUS_PENDING;
    else if (adapter.isDeserialized) returned.push(packet);
    else {
      adapter.indicated.delete(packet | 0);
      adapter.keptByNobody.set(packet | 0, NDIS_STATUS_SUCCESS);
      oob.Status = NDIS_STATUS_SUCCESS;
    }
  }
  indicateReceiveComplete(adapter);
  for (const packet of returned) giveBack(adapter, packet);
}

/**
 * Rule H08. What had arrived before may come up a little later; and a driver that a fault has made
 * believe in a lost link knows better when it looks again.
 */
function checkConnected({ os, isMediaConnected, disconnectedNs }: Adapter): void {
  if (isMediaConnected || os.clock.nowNs - disconnectedNs < DISCONNECTED_NS) return;
  if (os.injectedFaults !== undefined) return;
  os.report('power/traffic-while-disconnected', {
    what: `A frame was indicated ${Math.round((os.clock.nowNs - disconnectedNs) / 1e9)} s after NDIS_STATUS_MEDIA_DISCONNECT.`,
  });
}

/** For rule D06: what is indicated again was taken back. */
function noteReuse({ keptByNobody, reusedStatuses }: Adapter, packet: VirtualAddress): void {
  const status = keptByNobody.get(packet | 0);
  if (status !== undefined) reusedStatuses.add(status);
}

/** Shows a packet to each protocol; how often they will return it. */
function showPacket(adapter: Adapter, packet: VirtualAddress, mustCopy: boolean): number {
  const { bindings } = adapter;
  if (bindings.length === 1) return bindings[0].edge.receivePacket(packet, mustCopy);
  let keptCount = 0;
  tellBindings(adapter, (edge) => (keptCount += edge.receivePacket(packet, mustCopy)));
  return keptCount;
}

/** A protocol has done with a packet: when all have, NDIS gives it back to the driver. */
export function returnPacket(adapter: Adapter, packet: VirtualAddress): void {
  const outCount = adapter.indicated.get(packet | 0);
  if (outCount === undefined) return;
  if (outCount === 1) giveBack(adapter, packet);
  else adapter.indicated.set(packet | 0, outCount - 1);
}

/** Nobody is left who could return what an adapter has indicated: how many packets that were. */
export function returnAll(adapter: Adapter): number {
  const packets = [...adapter.indicated.keys()];
  for (const packet of packets) giveBack(adapter, virtual(packet >>> 0));
  return packets.length;
}

function giveBack(adapter: Adapter, packet: VirtualAddress): void {
  adapter.indicated.delete(packet | 0);
  const { os, characteristics } = adapter;
  os.packetStacks.release(packet);
  const { ReturnPacketHandler } = characteristics;
  if (ReturnPacketHandler === 0) {
    os.report('registration/mandatory-handler-missing', {
      what: `The driver is to take back the packet at ${hex(packet)}, which it indicated, and has no MiniportReturnPacket.`,
    });
    return;
  }
  // NdisReturnPackets may be called at PASSIVE_LEVEL; MiniportReturnPacket runs at DISPATCH_LEVEL all
  // the same, as its page has it.
  const { irql } = os;
  os.irql = DISPATCH_LEVEL;
  adapter.call(MiniportReturnPacket, ReturnPacketHandler, adapter.context, packet);
  os.irql = irql;
}

/** NdisMEthIndicateReceive. */
export function indicateReceive(adapter: Adapter, indication: ReceiveIndication): void {
  if (!mayIndicate(adapter, 'packet/indicated-after-halt')) return;
  if (adapter.isWan) return judgeMediumOfCall(adapter, false);
  if (!adapter.isMediaConnected) checkConnected(adapter);
  tellBindings(adapter, (edge) => edge.receive(indication));
}

/** NdisMEthIndicateReceiveComplete, and the end of every NdisMIndicateReceivePacket. */
export function indicateReceiveComplete(adapter: Adapter): void {
  tellBindings(adapter, (edge) => edge.receiveComplete());
}

/** NdisMIndicateStatus. */
export function indicateStatus(
  adapter: Adapter,
  status: NdisStatus,
  buffer: VirtualAddress,
  byteCount: number,
): void {
  if (!mayIndicate(adapter, 'power/status-indicated-after-halt')) return;
  if (status === NDIS_STATUS_MEDIA_CONNECT || status === NDIS_STATUS_MEDIA_DISCONNECT) {
    adapter.isMediaConnected = status === NDIS_STATUS_MEDIA_CONNECT;
    adapter.disconnectedNs = adapter.os.clock.nowNs;
    adapter.isMediaStatusOpen = true;
  }
  tellBindings(adapter, (edge) => edge.status(status, buffer, byteCount));
}

/** NdisMIndicateStatusComplete. */
export function indicateStatusComplete(adapter: Adapter): void {
  adapter.isMediaStatusOpen = false;
  if (mayIndicate(adapter, 'power/status-indicated-after-halt'))
    tellBindings(adapter, (edge) => edge.statusComplete());
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
