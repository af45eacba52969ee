/**
 * What the driver keeps: the list of its adapters, which are all on one network that is nowhere but
 * here, and of each adapter the rest. A lock is taken within another in one order only: the
 * list's, then an adapter's. None is held across a call up into NDIS.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import {
  NDIS_EVENT,
  NDIS_MINIPORT_TIMER,
  NDIS_SPIN_LOCK,
  NDIS_WORK_ITEM,
} from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, NDIS_STATUS, PVOID, UCHAR, ULONG } from '../../ndis/types';

/** 'vnet', as a debugger shows it. */
export const POOL_TAG = 0x7465_6e76;
export const ADDRESS_BYTES = 6;
export const HEADER_BYTES = 14;
export const PAYLOAD_BYTES_MAX = 1500;
export const FRAME_BYTES_MAX = HEADER_BYTES + PAYLOAD_BYTES_MAX;
export const MULTICAST_LIST_MAX = 32;
/** Frames that an adapter can have received and not got back. */
export const RECEIVE_COUNT = 16;
/** A frame's room, on a boundary of 8 bytes. */
export const RECEIVE_BYTES = 1520;

export const GLOBALS = layout('GLOBALS', undefined, {
  /** Guards the list. */
  Lock: NDIS_SPIN_LOCK,
  /** The ADAPTER that was started last. */
  First: PVOID,
});

/** Packets linked through MiniportReserved. */
export const PACKET_LIST = layout('PACKET_LIST', undefined, { Head: PVOID, Tail: PVOID });

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),

  /* What a failed initialization and a halt must give back. */
  HasLock: BOOLEAN,
  HasTimer: BOOLEAN,
  PacketPool: NDIS_HANDLE,
  BufferPool: NDIS_HANDLE,
  /** RECEIVE_COUNT frames. */
  ReceiveData: PVOID,

  /* Guarded by the list's lock. */
  IsListed: BOOLEAN,
  Next: PVOID,

  Lock: NDIS_SPIN_LOCK,
  /* Guarded by Lock. */
  /** What becomes of packets to send: NDIS_STATUS_SUCCESS if they go, else they fail with it. */
  SendStatus: NDIS_STATUS,
  /** Packets that wait for the timer. */
  Sends: PACKET_LIST,
  /** Frames that other adapters have sent here, to be indicated by the timer. */
  Arrivals: PACKET_LIST,
  /** Receive packets that nobody has. */
  Free: PACKET_LIST,
  /** Receive packets that NDIS has. */
  IndicatedCount: ULONG,
  /** The timer is set, or its function has not ended. */
  IsTimerActive: BOOLEAN,
  PacketFilter: ULONG,
  MulticastBytes: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),

  Timer: NDIS_MINIPORT_TIMER,
  /** Tells NDIS of the link, once MiniportInitialize is over. */
  LinkWork: NDIS_WORK_ITEM,
  /** Set when it has. */
  LinkTold: NDIS_EVENT,
  IsLinkWorkQueued: BOOLEAN,

  /* Touched by requests only, which NDIS serializes. */
  CurrentLookahead: ULONG,

  XmitOk: ULONG,
  XmitError: ULONG,
  RcvOk: ULONG,
  RcvNoBuffer: ULONG,
});

export type Adapter = ViewOf<typeof ADAPTER>;

export function adapterAt(ndis: Ndis, context: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, context);
}

/** The lock of an adapter, and that of the list, as pointers. */
export function lockOf(adapter: Adapter): VirtualAddress {
  return virtual(adapter.address + ADAPTER.offsets.Lock);
}

export function listLock(ndis: Ndis): VirtualAddress {
  return ndis.global(GLOBALS).Lock.address;
}
