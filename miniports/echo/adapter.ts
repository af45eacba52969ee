/** What the driver keeps: the handle of its registration, and the rest for each adapter. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_REQUEST } from '../../ndis/structures/protocol';
import { NDIS_EVENT } from '../../ndis/structures/synchronization';
import { NDIS_HANDLE, NDIS_STATUS, PVOID, UCHAR } from '../../ndis/types';

/** 'Echo', as a debugger shows it. */
export const TAG = 0x6f_68_63_45;
export const ETHERNET_HEADER_BYTES = 14;
/** IEEE 802.3: the longest payload of a frame. */
export const PAYLOAD_BYTES_MAX = 1500;

export const GLOBALS = layout('GLOBALS', undefined, { ProtocolHandle: NDIS_HANDLE });

/** One adapter that the driver is bound to. */
export const ADAPTER = layout('ADAPTER', undefined, {
  /** 0 while it is not open. */
  BindingHandle: NDIS_HANDLE,
  PacketPool: NDIS_HANDLE,
  BufferPool: NDIS_HANDLE,
  /** Set when what was pending has ended, and with which status. */
  Event: NDIS_EVENT,
  Status: NDIS_STATUS,
  Request: NDIS_REQUEST,
  StationAddress: array(UCHAR, 6),
});

export type Adapter = ViewOf<typeof ADAPTER>;

/** A frame that was received and is to be sent back, with the packet that is around it. */
export const REPLY = layout('REPLY', undefined, {
  HeaderBuffer: PVOID,
  PayloadBuffer: PVOID,
  Header: array(UCHAR, ETHERNET_HEADER_BYTES),
  Payload: array(UCHAR, PAYLOAD_BYTES_MAX),
});

export type Reply = ViewOf<typeof REPLY>;

export function adapterAt(ndis: Ndis, context: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, virtual(context));
}
