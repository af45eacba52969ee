/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import {
  NDIS_SPIN_LOCK,
  NDIS_RW_LOCK,
  LOCK_STATE,
  NDIS_EVENT,
  NDIS_TIMER,
  NDIS_MINIPORT_TIMER,
  NDIS_WORK_ITEM,
  NDIS_MINIPORT_INTERRUPT,
} from '../../../ndis/structures/synchronization';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_SPIN_LOCK,
    bytes: 0x08,
    offsets: {
      SpinLock: 0x00,
      OldIrql: 0x04,
    },
  },
  {
    layout: NDIS_RW_LOCK,
    bytes: 0x210,
    offsets: {
      SpinLock: 0x00,
      Context: 0x04,
      RefCount: 0x10,
    },
  },
  {
    layout: LOCK_STATE,
    bytes: 0x04,
    offsets: {
      LockState: 0x00,
      OldIrql: 0x02,
    },
  },
  {
    layout: NDIS_EVENT,
    bytes: 0x10,
    offsets: {
      Event: 0x00,
    },
  },
  {
    layout: NDIS_TIMER,
    bytes: 0x48,
    offsets: {
      Timer: 0x00,
      Dpc: 0x28,
    },
  },
  {
    layout: NDIS_MINIPORT_TIMER,
    bytes: 0x58,
    offsets: {
      Timer: 0x00,
      Dpc: 0x28,
      MiniportTimerFunction: 0x48,
      MiniportTimerContext: 0x4c,
      Miniport: 0x50,
      NextDeferredTimer: 0x54,
    },
  },
  {
    layout: NDIS_WORK_ITEM,
    bytes: 0x28,
    offsets: {
      Context: 0x00,
      Routine: 0x04,
      WrapperReserved: 0x08,
    },
  },
  {
    layout: NDIS_MINIPORT_INTERRUPT,
    bytes: 0x50,
    offsets: {
      InterruptObject: 0x00,
      DpcCountLock: 0x04,
      Reserved: 0x08,
      MiniportIsr: 0x0c,
      MiniportDpc: 0x10,
      InterruptDpc: 0x14,
      Miniport: 0x34,
      DpcCount: 0x38,
      Filler1: 0x39,
      DpcsCompletedEvent: 0x3c,
      SharedInterrupt: 0x4c,
      IsrRequested: 0x4d,
    },
  },
]);
