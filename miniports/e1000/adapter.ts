/**
 * What the driver keeps of one adapter, in nonpaged pool: its MiniportAdapterContext. A field says
 * which lock guards it; one without a lock is written in MiniportInitialize only, or is said to be
 * NDIS's to serialize.
 *
 * No lock is ever taken while another is held, and none is held across a call up into NDIS.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import {
  NDIS_MINIPORT_INTERRUPT,
  NDIS_MINIPORT_TIMER,
  NDIS_SPIN_LOCK,
} from '../../ndis/structures/synchronization';
import {
  BOOLEAN,
  NDIS_HANDLE,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS,
  PVOID,
  UCHAR,
  ULONG,
  ULONGLONG,
} from '../../ndis/types';
import { MTA_WORD_COUNT } from './registers';

/** 'e1ks' in a debugger's view of the pool. */
export const POOL_TAG = 0x736b_3165;

/** A block from NdisMAllocateSharedMemory; VirtualAddress is NULL if there is none. */
export const SHARED_MEMORY = layout('SHARED_MEMORY', undefined, {
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
  VirtualAddress: PVOID,
  Length: ULONG,
});

/** A receive buffer with the packet that it is indicated in. */
export const RX_BUFFER = layout('RX_BUFFER', undefined, {
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
  VirtualAddress: PVOID,
  Packet: PVOID,
  Buffer: PVOID,
  /** 1 while the packet is NDIS's, from its indication to its return. */
  IsIndicated: ULONG,
});

/** What the driver knows of a transmit descriptor. */
export const TX_SLOT = layout('TX_SLOT', undefined, {
  /** The packet whose last descriptor this is, or NULL. */
  Packet: PVOID,
  /** The coalesce buffer that the descriptor points to, as a bit of CoalesceFree; or 0. */
  CoalesceBit: ULONG,
});

/** What a device is doing (ADAPTER.State). */
export const State = {
  /** Nothing: not started yet, in a transition, failed, or halting. */
  STOPPED: 0,
  RUNNING: 1,
  /** In D1 to D3: no register may be touched. */
  ASLEEP: 2,
} as const;

/** The most multicast addresses that OID_802_3_MULTICAST_LIST may set. */
export const MULTICAST_LIST_MAX = 32;
export const ADDRESS_BYTES = 6;

/** The device's counters, added up (statistics.ts). */
export const STATISTICS = layout('STATISTICS', undefined, {
  XmitOk: ULONGLONG,
  XmitError: ULONGLONG,
  XmitMulticast: ULONGLONG,
  XmitBroadcast: ULONGLONG,
  XmitOneCollision: ULONGLONG,
  XmitMoreCollisions: ULONGLONG,
  XmitDeferred: ULONGLONG,
  XmitMaxCollisions: ULONGLONG,
  XmitLateCollisions: ULONGLONG,
  XmitTimesCrsLost: ULONGLONG,
  /** Taken in by the device, among them frames that the driver dropped. */
  RcvGood: ULONGLONG,
  RcvError: ULONGLONG,
  RcvNoBuffer: ULONGLONG,
  RcvCrcError: ULONGLONG,
  RcvAlignmentError: ULONGLONG,
  RcvMulticast: ULONGLONG,
  RcvBroadcast: ULONGLONG,
});

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,

  /* What a failed initialization and a halt must give back: each mark says that a step was done. */
  HasLocks: BOOLEAN,
  HasTimers: BOOLEAN,
  HasInterrupt: BOOLEAN,
  HasBusMastering: BOOLEAN,
  RegisterBase: PVOID,
  PacketPool: NDIS_HANDLE,
  BufferPool: NDIS_HANDLE,
  Tables: PVOID,
  TablesBytes: ULONG,
  Rings: SHARED_MEMORY,
  ReceiveData: SHARED_MEMORY,
  CoalesceData: SHARED_MEMORY,

  /* Resources and configuration. */
  RegisterPhysical: NDIS_PHYSICAL_ADDRESS,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  CanWake: BOOLEAN,
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  HasNetworkAddress: BOOLEAN,

  Interrupt: NDIS_MINIPORT_INTERRUPT,
  LinkTimer: NDIS_MINIPORT_TIMER,
  TransitionTimer: NDIS_MINIPORT_TIMER,

  /* Guarded by StateLock: the device as a whole. */
  StateLock: NDIS_SPIN_LOCK,
  State: ULONG,
  /** What the device is on its way to, and how far it is (transition.ts). */
  Transition: ULONG,
  TransitionStep: ULONG,
  IsLinkTimerSet: BOOLEAN,
  /** Its function has begun and not ended. */
  IsLinkTimerRunning: BOOLEAN,
  IsLinkUp: BOOLEAN,
  /** In units of 100 bit/s. */
  LinkSpeed: ULONG,
  /** CTRL.RFCE and CTRL.TFCE as negotiated. */
  PauseControl: ULONG,
  /** The last transition failed: the device is not usable until a reset succeeds. */
  HasFailed: BOOLEAN,
  /** Set once, by MiniportPnPEventNotify: the device is gone. */
  IsRemoved: BOOLEAN,

  /** Interrupts have been enabled for the first time. */
  HasStarted: BOOLEAN,

  /* Shared with the ISR: touched by it and under NdisMSynchronizeWithInterrupt. */
  AreInterruptsEnabled: BOOLEAN,
  /** Causes that the ISR has taken; the DPC's while interrupts are not enabled. */
  InterruptCauses: ULONG,

  /* Guarded by SendLock. */
  SendLock: NDIS_SPIN_LOCK,
  /** What becomes of packets to send: NDIS_STATUS_SUCCESS if they go, else they fail with it. */
  SendStatus: NDIS_STATUS,
  TxCount: ULONG,
  TxRing: PVOID,
  TxRingPhysical: NDIS_PHYSICAL_ADDRESS,
  TxSlots: PVOID,
  /** The next descriptor to fill: what TDT is or will be. */
  TxNext: ULONG,
  /** The oldest descriptor that is the device's. */
  TxOldest: ULONG,
  TxUsed: ULONG,
  /** Packets that wait for descriptors, linked through MiniportReserved. */
  WaitHead: PVOID,
  WaitTail: PVOID,
  WaitCount: ULONG,
  /** A bit for each coalesce buffer that is not in use. */
  CoalesceFree: ULONG,
  /** Packets that the device has sent, and that number when MiniportCheckForHang last looked. */
  TxCompleted: ULONG,
  TxCompletedBefore: ULONG,
  HangCount: ULONG,

  /* Guarded by ReceiveLock. */
  ReceiveLock: NDIS_SPIN_LOCK,
  IsReceiving: BOOLEAN,
  /** The rest of a frame that did not fit in one buffer is being dropped. */
  IsDroppingFrame: BOOLEAN,
  RxBufferCount: ULONG,
  RxBuffers: PVOID,
  RxCount: ULONG,
  RxRing: PVOID,
  RxRingPhysical: NDIS_PHYSICAL_ADDRESS,
  /** By descriptor, the RX_BUFFER that it points to. */
  RxSlots: PVOID,
  /** The oldest descriptor that is the device's. */
  RxOldest: ULONG,
  /** The next descriptor to fill: what RDT is. */
  RxNext: ULONG,
  /** Buffers that are the device's. */
  RxPosted: ULONG,
  /** Packets that are NDIS's. */
  RxIndicated: ULONG,
  /** Frames indicated so far, and frames dropped for an error. */
  RxOk: ULONGLONG,
  RxErrors: ULONGLONG,
  PacketFilter: ULONG,
  MulticastCount: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),
  /** What the device's MTA holds. */
  MulticastTable: array(ULONG, MTA_WORD_COUNT),

  /* Touched by requests and MiniportReset only, which NDIS serializes. */
  CurrentLookahead: ULONG,
  WakeUpEnabled: ULONG,
  Statistics: STATISTICS,
});

export type Adapter = ViewOf<typeof ADAPTER>;
export type SharedMemory = ViewOf<typeof SHARED_MEMORY>;

/** The adapter that a handler runs for. */
export function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}

/* The locks, as pointers. */

export function stateLock(adapter: Adapter): VirtualAddress {
  return virtual(adapter.address + ADAPTER.offsets.StateLock);
}

export function sendLock(adapter: Adapter): VirtualAddress {
  return virtual(adapter.address + ADAPTER.offsets.SendLock);
}

export function receiveLock(adapter: Adapter): VirtualAddress {
  return virtual(adapter.address + ADAPTER.offsets.ReceiveLock);
}
