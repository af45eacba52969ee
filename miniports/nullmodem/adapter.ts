/**
 * What the driver keeps of its adapter. It is a serialized miniport: NDIS runs one of its handlers
 * at a time, its timer's function among them, so that it needs no lock.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_MINIPORT_TIMER } from '../../ndis/structures/synchronization';
import { NDIS_WAN_PACKET } from '../../ndis/structures/wan';
import { BOOLEAN, NDIS_HANDLE, PVOID, ULONG } from '../../ndis/types';

/** 'nmdm', as a debugger shows it. */
export const POOL_TAG = 0x6d64_6d6e;
export const LINE_COUNT = 2;
/** What NDISWAN is told, and what is taken and given beyond it (OID_WAN_GET_INFO). */
export const FRAME_BYTES_MAX = 1500;
export const FRAME_RESERVE_BYTES = 32;
/** Packets that a line has at a time. */
export const SEND_WINDOW = 8;
/** On the cable a frame lies between two flags (RFC 1662, 3.1). */
export const FLAG = 0x7e;
export const FLAG_BYTES = 1;
/** 115200 bit/s in units of 100 bit/s. */
export const LINK_SPEED = 1152;

/** One end of the cable. Its address is the NdisLinkHandle. */
export const LINE = layout('LINE', undefined, {
  /** NULL while the line is down. */
  NdisLinkContext: NDIS_HANDLE,
  /** Packets on their way to the other end, linked through WanPacketQueue. */
  Head: PVOID,
  Tail: PVOID,
});

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,
  Timer: NDIS_MINIPORT_TIMER,
  /** The timer is set, or its function has not ended. */
  IsTimerActive: BOOLEAN,
  /** It is not asleep: the lines shall be up. */
  IsOn: BOOLEAN,
  XmitOk: ULONG,
  XmitError: ULONG,
  RcvOk: ULONG,
  RcvError: ULONG,
  Lines: array(LINE, LINE_COUNT),
});

export type Adapter = ViewOf<typeof ADAPTER>;
export type Line = ViewOf<typeof LINE>;

export function adapterAt(ndis: Ndis, context: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, context);
}

export function lineAt(ndis: Ndis, { Lines }: Adapter, index: number): Line {
  return LINE.at(ndis.memory, virtual(Lines + index * LINE.bytes));
}

/** Puts a packet at the end of those on their way. */
export function append(ndis: Ndis, line: Line, packet: VirtualAddress): void {
  ndis.memory.write32(linkOf(packet), NULL);
  if (line.Head === NULL) line.Head = packet;
  else ndis.memory.write32(linkOf(line.Tail), packet);
  line.Tail = packet;
}

/** Takes the first packet; NULL if there is none. */
export function takeFirst(ndis: Ndis, line: Line): VirtualAddress {
  const packet = line.Head;
  if (packet !== NULL) line.Head = virtual(ndis.memory.read32(linkOf(packet)));
  return packet;
}

/** WanPacketQueue.Flink. */
function linkOf(packet: VirtualAddress): VirtualAddress {
  return virtual(packet + NDIS_WAN_PACKET.offsets.WanPacketQueue);
}
