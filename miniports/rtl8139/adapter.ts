/**
 * What the driver keeps of one adapter, in nonpaged pool: its MiniportAdapterContext. The driver is
 * serialized: NDIS lets one handler at a time at it, so that nothing here needs a lock. Only the ISR
 * may come in between, which looks at IsRunning alone; see interrupt.ts.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_MINIPORT_INTERRUPT } from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, NDIS_PHYSICAL_ADDRESS, PVOID, UCHAR, ULONG } from '../../ndis/types';
import { ADDRESS_BYTES } from './frame';
import { DESCRIPTOR_COUNT } from './registers';

/** '9318' in a debugger's view of the pool. */
export const POOL_TAG = 0x3831_3339;

/** The most multicast addresses that OID_802_3_MULTICAST_LIST may set. */
export const MULTICAST_LIST_MAX = 32;

/** A block from NdisMAllocateSharedMemory; VirtualAddress is NULL if there is none. */
export const SHARED_MEMORY = layout('SHARED_MEMORY', undefined, {
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
  VirtualAddress: PVOID,
});

/** What the driver knows of a transmit descriptor. */
export const TX_SLOT = layout('TX_SLOT', undefined, {
  /** The packet that the device reads, and its one buffer; NULL if it reads a copy. */
  Packet: PVOID,
  Buffer: PVOID,
});

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,

  /* What a failed initialization and a halt must give back. */
  HasPorts: BOOLEAN,
  /** An RTL8139C answers at the ports. */
  HasChip: BOOLEAN,
  HasMapRegisters: BOOLEAN,
  HasInterrupt: BOOLEAN,
  HasShutdownHandler: BOOLEAN,
  RxRing: SHARED_MEMORY,
  TxCopies: SHARED_MEMORY,
  FrameBuffer: PVOID,
  Interrupt: NDIS_MINIPORT_INTERRUPT,

  /* Resources and configuration. */
  InitialPort: ULONG,
  PortOffset: PVOID,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  HasNetworkAddress: BOOLEAN,
  CanWake: BOOLEAN,

  /* The device as a whole. */
  /** It has been set up and is neither asleep nor halting; changed where the ISR cannot run. */
  IsRunning: BOOLEAN,
  IsAsleep: BOOLEAN,
  /** It did not come back from a reset, or has reported a bus error: it needs a reset. */
  HasFailed: BOOLEAN,
  IsLinkUp: BOOLEAN,
  /** In units of 100 bit/s. */
  LinkSpeed: ULONG,
  WakeUpEnabled: ULONG,

  /* Receiving. */
  /** Where in the ring the next packet begins. */
  RxOffset: ULONG,
  /** Bytes of the frame in FrameBuffer. */
  FrameBytes: ULONG,
  PacketFilter: ULONG,
  CurrentLookahead: ULONG,
  MulticastCount: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),

  /* Sending: of the four descriptors, TxUsed from TxOldest on are the device's. */
  TxSlots: array(TX_SLOT, DESCRIPTOR_COUNT),
  TxNext: ULONG,
  TxOldest: ULONG,
  TxUsed: ULONG,
  /** MiniportSend has returned NDIS_STATUS_RESOURCES, and NDIS waits to be told otherwise. */
  HasRefusedSend: BOOLEAN,
  /** Packets sent, and that number when MiniportCheckForHang last looked. */
  TxDone: ULONG,
  TxDoneBefore: ULONG,
  HangCount: ULONG,

  /* Statistics. */
  XmitOk: ULONG,
  XmitError: ULONG,
  XmitOneCollision: ULONG,
  XmitMoreCollisions: ULONG,
  XmitMaxCollisions: ULONG,
  XmitLateCollisions: ULONG,
  XmitTimesCrsLost: ULONG,
  RcvOk: ULONG,
  RcvError: ULONG,
  RcvCrcError: ULONG,
  RcvAlignmentError: ULONG,
  RcvNoBuffer: ULONG,
});

export type Adapter = ViewOf<typeof ADAPTER>;
export type TxSlot = ViewOf<typeof TX_SLOT>;

/** The adapter that a handler runs for. */
export function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}

/** What is known of the descriptor with this index. */
export function txSlot(ndis: Ndis, adapter: Adapter, index: number): TxSlot {
  return TX_SLOT.at(ndis.memory, virtual(adapter.TxSlots + index * TX_SLOT.bytes));
}
