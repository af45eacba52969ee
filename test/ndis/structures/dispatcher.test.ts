/**
 * Offsets and sizes as a C compiler gives them for ndis.h on x86. KDPC's offsets are Windows XP's,
 * from its public symbols.
 */
import {
  DISPATCHER_HEADER,
  KEVENT,
  KTIMER,
  KDPC,
  KDEVICE_QUEUE,
  KSEMAPHORE,
} from '../../../ndis/structures/dispatcher';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: DISPATCHER_HEADER,
    bytes: 0x10,
    offsets: {
      Type: 0x00,
      Absolute: 0x01,
      Size: 0x02,
      Inserted: 0x03,
      SignalState: 0x04,
      WaitListHead: 0x08,
    },
  },
  {
    layout: KEVENT,
    bytes: 0x10,
    offsets: {
      Header: 0x00,
    },
  },
  {
    layout: KTIMER,
    bytes: 0x28,
    offsets: {
      Header: 0x00,
      DueTime: 0x10,
      TimerListEntry: 0x18,
      Dpc: 0x20,
      Period: 0x24,
    },
  },
  {
    layout: KDPC,
    bytes: 0x20,
    offsets: {
      Type: 0x00,
      Number: 0x02,
      Importance: 0x03,
      DpcListEntry: 0x04,
      DeferredRoutine: 0x0c,
      DeferredContext: 0x10,
      SystemArgument1: 0x14,
      SystemArgument2: 0x18,
      Lock: 0x1c,
    },
  },
  {
    layout: KDEVICE_QUEUE,
    bytes: 0x14,
    offsets: {
      Type: 0x00,
      Size: 0x02,
      DeviceListHead: 0x04,
      Lock: 0x0c,
      Busy: 0x10,
    },
  },
  {
    layout: KSEMAPHORE,
    bytes: 0x14,
    offsets: {
      Header: 0x00,
      Limit: 0x10,
    },
  },
]);
