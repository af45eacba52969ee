/** What the driver keeps: two handles of its own, and for each adapter below the rest. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { array, layout, type ViewOf } from '../../ndis/layout';
import { NDIS_REQUEST } from '../../ndis/structures/protocol';
import { UNICODE_STRING } from '../../ndis/structures/string';
import { NDIS_EVENT } from '../../ndis/structures/synchronization';
import { BOOLEAN, NDIS_HANDLE, NDIS_STATUS, ULONG, USHORT } from '../../ndis/types';

/** 'Pass', as a debugger shows it. */
export const TAG = 0x73_73_61_50;
/** A device's name is `\Device\` and a GUID; this is room for more. */
export const NAME_UNITS = 64;

/** The driver's two edges, each as NDIS registered it. */
export const GLOBALS = layout('GLOBALS', undefined, {
  /** Of NdisIMRegisterLayeredMiniport. */
  DriverHandle: NDIS_HANDLE,
  ProtocolHandle: NDIS_HANDLE,
});

/** One adapter below and the virtual miniport above it. */
export const ADAPTER = layout('ADAPTER', undefined, {
  /** Of the adapter below; 0 while it is not open. */
  BindingHandle: NDIS_HANDLE,
  /** Of the virtual miniport; 0 while it is not initialized. */
  MiniportHandle: NDIS_HANDLE,
  /** Descriptors for packets that cannot be passed on as they are. */
  SendPool: NDIS_HANDLE,
  ReceivePool: NDIS_HANDLE,
  /** Set when an open or a close that was pending has ended, and with which status. */
  Event: NDIS_EVENT,
  Status: NDIS_STATUS,
  /** The request of the miniport above that is with the adapter below: there is one at a time. */
  Request: NDIS_REQUEST,
  /** Packets that were indicated up and have not come back. */
  IndicatedCount: ULONG,
  /** Frames were shown up since the last ProtocolReceiveComplete. */
  HasIndicated: BOOLEAN,
  /** NDIS_DEVICE_POWER_STATE of the virtual miniport. */
  PowerState: ULONG,
  /** What the virtual miniport is called. */
  Name: UNICODE_STRING,
  NameUnits: array(USHORT, NAME_UNITS),
});

export type Adapter = ViewOf<typeof ADAPTER>;

export function adapterAt(ndis: Ndis, context: VirtualAddress | number): Adapter {
  return ADAPTER.at(ndis.memory, virtual(context));
}
