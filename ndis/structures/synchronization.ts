/** NDIS locks, events, timers and work items (DDK ndis.h), x86 layout. */
import { array, layout } from '../layout';
import { BOOLEAN, PVOID, UCHAR, ULONG, USHORT } from '../types';
import { KDPC, KEVENT, KTIMER } from './dispatcher';

export const NDIS_SPIN_LOCK = layout('NDIS_SPIN_LOCK', 0x08, {
  SpinLock: ULONG,
  OldIrql: UCHAR,
});

/** MAXIMUM_PROCESSORS of 32-bit Windows. */
const MAXIMUM_PROCESSORS = 32;

/** One reader count a processor, each in 16 bytes of its own. */
export const NDIS_RW_LOCK = layout('NDIS_RW_LOCK', 0x210, {
  SpinLock: ULONG,
  Context: PVOID,
  Reserved8: array(UCHAR, 8),
  RefCount: array(UCHAR, 16 * MAXIMUM_PROCESSORS),
});

export const LOCK_STATE = layout('LOCK_STATE', 0x04, {
  LockState: USHORT,
  OldIrql: UCHAR,
});

export const NDIS_EVENT = layout('NDIS_EVENT', 0x10, {
  Event: KEVENT,
});

export const NDIS_TIMER = layout('NDIS_TIMER', 0x48, {
  Timer: KTIMER,
  Dpc: KDPC,
});

export const NDIS_MINIPORT_TIMER = layout('NDIS_MINIPORT_TIMER', 0x58, {
  Timer: KTIMER,
  Dpc: KDPC,
  MiniportTimerFunction: PVOID,
  MiniportTimerContext: PVOID,
  Miniport: PVOID,
  NextDeferredTimer: PVOID,
});

export const NDIS_WORK_ITEM = layout('NDIS_WORK_ITEM', 0x28, {
  Context: PVOID,
  Routine: PVOID,
  WrapperReserved: array(PVOID, 8),
});

export const NDIS_MINIPORT_INTERRUPT = layout('NDIS_MINIPORT_INTERRUPT', 0x50, {
  InterruptObject: PVOID,
  DpcCountLock: ULONG,
  Reserved: PVOID,
  MiniportIsr: PVOID,
  MiniportDpc: PVOID,
  InterruptDpc: KDPC,
  Miniport: PVOID,
  DpcCount: UCHAR,
  Filler1: BOOLEAN,
  DpcsCompletedEvent: KEVENT,
  SharedInterrupt: BOOLEAN,
  IsrRequested: BOOLEAN,
});
