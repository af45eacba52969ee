/**
 * What the driver keeps of one adapter, in nonpaged pool: its MiniportAdapterContext. NDIS runs one
 * handler of a serialized miniport at a time, so that nothing here needs a lock; only the ISR comes
 * in between, and it shares one field.
 */
import type { VirtualAddress } from '../../hardware/address';
import { NDIS_M_MAX_LOOKAHEAD } from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_MINIPORT_INTERRUPT } from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, PVOID, UCHAR, ULONG, USHORT } from '../../ndis/types';
import { ADDRESS_BYTES, HEADER_BYTES } from './frame';
import { TX_BUFFER_COUNT } from './registers';

/** The most multicast addresses that OID_802_3_MULTICAST_LIST may set. */
export const MULTICAST_LIST_MAX = 32;
export const LOOKAHEAD_BYTES_MAX = NDIS_M_MAX_LOOKAHEAD;

/** What the card puts in front of a frame in its ring (DP8390D 7.0, storage format for words). */
export const RING_HEADER = layout('RING_HEADER', undefined, {
  Status: UCHAR,
  NextPage: UCHAR,
  /** Of the frame and its FCS. */
  ByteCount: USHORT,
});

/** The beginning of a frame, as it lies in the ring. */
export const FRAME_HEAD = layout('FRAME_HEAD', undefined, {
  Ring: RING_HEADER,
  Ethernet: array(UCHAR, HEADER_BYTES),
});

export const STATISTICS = layout('STATISTICS', undefined, {
  XmitOk: ULONG,
  XmitError: ULONG,
  XmitOneCollision: ULONG,
  XmitMoreCollisions: ULONG,
  XmitMaxCollisions: ULONG,
  XmitTimesCrsLost: ULONG,
  XmitHeartbeatFailure: ULONG,
  XmitLateCollisions: ULONG,
  RcvOk: ULONG,
  RcvError: ULONG,
  RcvNoBuffer: ULONG,
  RcvCrcError: ULONG,
  RcvAlignmentError: ULONG,
});

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,

  /* What a failed initialization and a halt must give back. */
  HasPorts: BOOLEAN,
  HasInterrupt: BOOLEAN,
  HasShutdownHandler: BOOLEAN,
  Interrupt: NDIS_MINIPORT_INTERRUPT,

  /* Resources and configuration. */
  InitialPort: ULONG,
  PortOffset: PVOID,
  InterruptVector: ULONG,
  InterruptLevel: ULONG,
  PermanentAddress: array(UCHAR, ADDRESS_BYTES),
  CurrentAddress: array(UCHAR, ADDRESS_BYTES),
  HasNetworkAddress: BOOLEAN,

  /** The card is started: it may be told to interrupt. */
  IsRunning: BOOLEAN,
  /** Shared with the ISR: written by it and under NdisMSynchronizeWithInterrupt. */
  AreInterruptsEnabled: BOOLEAN,
  /** The card did not do as it was told: MiniportCheckForHang asks for a reset. */
  NeedsReset: BOOLEAN,
  /** A reset failed, and that has been logged. */
  IsDead: BOOLEAN,
  IsLinkUp: BOOLEAN,

  /* What the functions that visit other pages bring back (card.ts). */
  CurrentPage: UCHAR,
  Config0: UCHAR,
  Config2: UCHAR,

  /* Receiving. */
  /** Where the next frame will be read: next_pkt in DP8390D 7.0. */
  NextPage: UCHAR,
  FrameHead: FRAME_HEAD,
  Lookahead: array(UCHAR, LOOKAHEAD_BYTES_MAX),
  /** The data of the frame that is being indicated, on the card; 0 while none is. */
  IndicatedAddress: ULONG,
  IndicatedBytes: ULONG,
  PacketFilter: ULONG,
  CurrentLookahead: ULONG,
  MulticastCount: ULONG,
  MulticastList: array(UCHAR, ADDRESS_BYTES * MULTICAST_LIST_MAX),
  /** MAR, as MulticastList makes it. */
  MulticastFilter: array(UCHAR, 8),

  /* Sending: a ring of transmit buffers on the card. */
  /** By buffer, the bytes of the frame in it. */
  TxByteCounts: array(ULONG, TX_BUFFER_COUNT),
  /** The buffer that goes out, if TxUsed is not 0. */
  TxFirst: ULONG,
  TxUsed: ULONG,
  /** NDIS was told that there are no resources, and waits to hear of some. */
  IsSendBlocked: BOOLEAN,
  /** Frames that are through, and that number when MiniportCheckForHang last looked. */
  TxCompleted: ULONG,
  TxCompletedBefore: ULONG,
  HangCount: ULONG,

  Statistics: STATISTICS,
});

export type Adapter = ViewOf<typeof ADAPTER>;

/** The adapter that a handler runs for. */
export function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}
