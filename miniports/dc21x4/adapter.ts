/**
 * What the driver keeps of one adapter, in nonpaged pool: its MiniportAdapterContext. The driver is
 * serialized: NDIS lets one handler at a time at it, so that nothing here needs a lock. Only the ISR
 * may come in between, which looks at IsRunning alone; see interrupt.ts.
 */
import type { VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_MINIPORT_INTERRUPT } from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, NDIS_PHYSICAL_ADDRESS, PVOID, UCHAR, ULONG } from '../../ndis/types';
import { ADDRESS_BYTES } from './frame';

/** '4x12' in a debugger's view of the pool. */
export const POOL_TAG = 0x3231_7834;

/** A setup frame has room for sixteen addresses; two are the station's and broadcast. */
export const MULTICAST_LIST_MAX = 14;

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,

  /* What a failed initialization and a halt must give back. */
  HasPorts: BOOLEAN,
  /** A 21143 answers at the ports. */
  HasChip: BOOLEAN,
  HasMapRegisters: BOOLEAN,
  HasInterrupt: BOOLEAN,
  /** Descriptors and buffers, in one block (lists.ts); NULL if there is none. */
  SharedMemory: PVOID,
  SharedAddress: NDIS_PHYSICAL_ADDRESS,
  Interrupt: NDIS_MINIPORT_INTERRUPT,

  /* Resources and configuration. */
  InitialPort: ULONG,
  PortOffset: PVOID,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  HasNetworkAddress: BOOLEAN,
  /** Where on the management bus the PHY is. */
  PhyAddress: ULONG,

  /* The device as a whole. */
  /** It has been set up and is neither asleep nor halting; changed where the ISR cannot run. */
  IsRunning: BOOLEAN,
  IsAsleep: BOOLEAN,
  /** It has left its bus. */
  IsRemoved: BOOLEAN,
  /** It needs a reset: it reported a bus error, or the link has another duplex than it works with. */
  HasFailed: BOOLEAN,
  IsLinkUp: BOOLEAN,
  IsFullDuplex: BOOLEAN,
  /** In units of 100 bit/s. */
  LinkSpeed: ULONG,

  /* Receiving. */
  RxNext: ULONG,
  /** The frame that is being indicated; 0 bytes if none is. */
  Frame: PVOID,
  FrameBytes: ULONG,
  PacketFilter: ULONG,
  CurrentLookahead: ULONG,
  MulticastCount: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),

  /* Sending: TxUsed descriptors from TxOldest on are the device's. */
  TxNext: ULONG,
  TxOldest: ULONG,
  TxUsed: ULONG,
  /** One of them is a setup frame, and the filter has changed since it was made. */
  HasSetup: BOOLEAN,
  IsFilterStale: BOOLEAN,
  /** MiniportSend has returned NDIS_STATUS_RESOURCES, and NDIS waits to be told otherwise. */
  HasRefusedSend: BOOLEAN,
  /** Descriptors done, and that number when MiniportCheckForHang last looked. */
  TxDone: ULONG,
  TxDoneBefore: ULONG,
  HangCount: ULONG,

  /* Statistics. */
  XmitOk: ULONG,
  XmitError: ULONG,
  XmitOneCollision: ULONG,
  XmitMoreCollisions: ULONG,
  RcvOk: ULONG,
  RcvError: ULONG,
  RcvCrcError: ULONG,
  RcvAlignmentError: ULONG,
  RcvNoBuffer: ULONG,
});

export type Adapter = ViewOf<typeof ADAPTER>;

/** The adapter that a handler runs for. */
export function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}
