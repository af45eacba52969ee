/** What the small miniport keeps of its adapter, in memory that MiniportInitialize allocates. */
import {
  BOOLEAN,
  NDIS_HANDLE,
  NDIS_MINIPORT_INTERRUPT,
  PVOID,
  ULONG,
  layout,
  type ViewOf,
} from '../../ndis';

/** 'smal' as a pool tag. */
export const TAG = 0x6c61_6d73;

export const ADAPTER = layout('ADAPTER', undefined, {
  MiniportAdapterHandle: NDIS_HANDLE,
  WrapperConfigurationContext: NDIS_HANDLE,
  MemoryStart: ULONG,
  MemoryBytes: ULONG,
  PortStart: ULONG,
  InterruptLevel: ULONG,
  InterruptVector: ULONG,
  PacketFilter: ULONG,
  XmitOk: ULONG,
  RcvOk: ULONG,
  IsInterruptRegistered: BOOLEAN,
  /** Where the registers are mapped; NULL before. */
  Registers: PVOID,
  Interrupt: NDIS_MINIPORT_INTERRUPT,
});
export type Adapter = ViewOf<typeof ADAPTER>;
