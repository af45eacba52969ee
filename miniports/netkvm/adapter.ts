/**
 * What the driver keeps of one adapter, in nonpaged pool: its MiniportAdapterContext. The driver is
 * deserialized: Lock guards what says so. It is held across no call up into NDIS.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_MINIPORT_INTERRUPT, NDIS_SPIN_LOCK } from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, NDIS_PHYSICAL_ADDRESS, PVOID, UCHAR, ULONG } from '../../ndis/types';
import { ADDRESS_BYTES } from './frame';

/** 'mvkn' in a debugger's view of the pool. */
export const POOL_TAG = 0x6e6b_766d;

export const MULTICAST_LIST_MAX = 32;
/** Packets that can be with the device at a time, each way; the least queue has room for them. */
export const BUFFER_COUNT = 32;

/** A virtqueue (virtqueue.ts). */
export const QUEUE = layout('QUEUE', undefined, {
  Index: ULONG,
  /** Descriptors; 0 if the device has no such queue. */
  Size: ULONG,
  /** Of the descriptor table, and of the two rings behind it. */
  Table: PVOID,
  Available: PVOID,
  Used: PVOID,
  PhysicalAddress: ULONG,
  /** Entries put into the one ring and taken from the other, in 16 bits as idx counts them. */
  Offered: ULONG,
  Taken: ULONG,
});

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,

  /* What a failed initialization and a halt must give back. */
  HasLock: BOOLEAN,
  HasPorts: BOOLEAN,
  /** A virtio network device answers at the ports. */
  HasDevice: BOOLEAN,
  HasMapRegisters: BOOLEAN,
  HasInterrupt: BOOLEAN,
  /** Queues and buffers, in one block (memory.ts); NULL if there is none. */
  SharedMemory: PVOID,
  SharedAddress: NDIS_PHYSICAL_ADDRESS,
  SharedBytes: ULONG,
  PacketPool: NDIS_HANDLE,
  BufferPool: NDIS_HANDLE,
  Interrupt: NDIS_MINIPORT_INTERRUPT,

  /* Resources and configuration. */
  InitialPort: ULONG,
  PortOffset: PVOID,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  HasNetworkAddress: BOOLEAN,
  /** Accepted of those that the device offers. */
  Features: ULONG,

  /* The buffers behind the queues: first a page boundary, then by index. */
  Buffers: PVOID,
  BuffersPhysical: ULONG,
  /** Packets that received frames are indicated in, each with its buffer descriptor. */
  RxPackets: array(PVOID, BUFFER_COUNT),
  RxBufferDescriptors: array(PVOID, BUFFER_COUNT),

  Lock: NDIS_SPIN_LOCK,

  /* The device as a whole. */
  /** It has been set up and is neither asleep nor halting; changed where the ISR cannot run. */
  IsRunning: BOOLEAN,
  IsAsleep: BOOLEAN,
  /** It has left its bus. */
  IsRemoved: BOOLEAN,
  /** It needs a reset. */
  HasFailed: BOOLEAN,
  IsLinkUp: BOOLEAN,

  /* Guarded by Lock: the queues and what they carry. */
  Receive: QUEUE,
  Transmit: QUEUE,
  Control: QUEUE,
  /** By buffer, the packet that is sent from it, or NULL. */
  TxPackets: array(PVOID, BUFFER_COUNT),
  /** The buffer to use next, and how many are the device's. */
  TxNext: ULONG,
  TxUsed: ULONG,
  /** Packets that wait for a buffer, linked through MiniportReserved. */
  WaitHead: PVOID,
  WaitTail: PVOID,
  /** Packets sent, and that number when MiniportCheckForHang last looked. */
  XmitOk: ULONG,
  XmitOkBefore: ULONG,
  XmitError: ULONG,
  HangCount: ULONG,
  RcvOk: ULONG,
  RcvError: ULONG,

  /* Touched by requests only, which NDIS serializes, and read by the DPC. */
  PacketFilter: ULONG,
  CurrentLookahead: ULONG,
  MulticastCount: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),
});

export type Adapter = ViewOf<typeof ADAPTER>;
export type Queue = ViewOf<typeof QUEUE>;

/** The adapter that a handler runs for. */
export function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}

/** Lock, as a pointer. */
export function lockOf(adapter: Adapter): VirtualAddress {
  return virtual(adapter.address + ADAPTER.offsets.Lock);
}
